#include "image/session.hpp"

#include <doctest/doctest.h>
#include <optional>
#include <vips/vips8>

namespace tessera {

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

} // namespace tessera
