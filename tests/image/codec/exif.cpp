#include "image/codec/exif.hpp"

#include "support/jpegs.hpp"

#include <doctest/doctest.h>

namespace tessera {
using namespace internal;
namespace {

std::span<const std::uint8_t> bytes_of(const std::string &text) {
    return {reinterpret_cast<const std::uint8_t *>(text.data()), text.size()};
}

} // namespace

TEST_CASE("exif: orientation, date and thumbnail, in either byte order") {
    for (const bool big_endian : {false, true}) {
        const std::string data = test::exif_data(6, "a thumbnail", big_endian);
        for (const std::string &text : {data, data.substr(6)}) {
            const Exif exif = parse_exif(bytes_of(text));
            CHECK(exif.orientation == 6);
            CHECK(exif.captured == "2024-05-31T12:00:01");
            CHECK(std::string(exif.thumbnail.begin(), exif.thumbnail.end()) == "a thumbnail");
        }
    }
    CHECK(parse_exif(bytes_of(test::exif_data(1, "", false))).thumbnail.empty());
    CHECK(parse_exif(bytes_of(test::exif_data(9, "", false))).orientation == 1);
}

TEST_CASE("exif: what is cut short or damaged counts as not there") {
    const std::string data = test::exif_data(3, "a thumbnail", true);
    for (std::size_t length = 0; length < data.size(); ++length) {
        const std::string part = data.substr(0, length);
        CHECK(parse_exif(bytes_of(part)).thumbnail.empty());
    }
    for (std::size_t at = 6; at < data.size(); ++at) {
        std::string damaged = data;
        damaged[at] = '\xff';
        const Exif exif = parse_exif(bytes_of(damaged));
        CHECK(exif.orientation >= 1);
        CHECK(exif.orientation <= 8);
        CHECK(exif.thumbnail.size() <= data.size());
    }
}

} // namespace tessera
