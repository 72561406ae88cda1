#include "image/session.hpp"

#include <tessera/session.hpp>

#include <doctest/doctest.h>
#include <optional>
#include <vips/vips8>

namespace tessera {
using namespace internal;

TEST_CASE("session: limits of threads that overlap leave libvips as it was, in whichever order "
          "they end") {
    start_libvips();
    const int before = vips_concurrency_get();
    std::optional<ScopedConcurrency> first(3), second(1), third(2);
    CHECK(vips_concurrency_get() == 1);
    first.reset();
    CHECK(vips_concurrency_get() == 1);
    second.reset();
    CHECK(vips_concurrency_get() == 2);
    third.reset();
    CHECK(vips_concurrency_get() == before);
}

TEST_CASE("session: the operation cache comes back with the end of the last one") {
    start_libvips();
    const int before = vips_cache_get_max();
    std::optional<Session> first(std::in_place), second(std::in_place);
    first.reset();
    CHECK(vips_cache_get_max() == 0);
    second.reset();
    CHECK(vips_cache_get_max() == before);
}

} // namespace tessera
