// The descriptor, the store and the writer that pages of docs/ build up, as they stand there. They
// are added to those of Tessera, so that every contract covers them.

#include "store/registry.hpp"

#include <tessera/descriptor.hpp>
#include <tessera/writer.hpp>

#include <algorithm>
#include <doctest/doctest.h>
#include <memory>

namespace tessera {
namespace internal {

std::shared_ptr<const Descriptor> luma_descriptor(const DescriptorOptions &options);
const StoreKind &raw_store();
const Writer &ppm_writer();

} // namespace internal

using namespace internal;
namespace {

/// Registration is for the rest of the program: once, before any test.
const bool registered = [] {
    register_descriptor(luma_descriptor);
    add_store_kind(raw_store());
    register_writer({std::shared_ptr<const Writer>(), &ppm_writer()}); // it lives as long anyway
    return true;
}();

} // namespace

TEST_CASE("worked examples: contracts go over the code of the pages, too") {
    REQUIRE(registered);
    CHECK(std::ranges::count(descriptor_names(), "luma") == 1);
    CHECK(std::ranges::count(store_kinds(), "raw") == 1);
    CHECK(std::ranges::count(writer_names(), "ppm") == 1);
    CHECK(writer_suffixes("ppm") == std::vector<std::string>{".ppm"});
}

} // namespace tessera
