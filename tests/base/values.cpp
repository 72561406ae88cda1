#include <tessera/error.hpp>
#include <tessera/values.hpp>

#include <doctest/doctest.h>
#include <limits>

namespace tessera {

TEST_CASE("values: what users write becomes what the library takes") {
    CHECK(parse_shape("--tile", "64") == TileShape{64, 64});
    CHECK(parse_shape("--tile", "128x96") == TileShape{128, 96});
    CHECK(parse_grid("--cells", "207x292") == Grid{207, 292});
    CHECK(parse_colour("--background", "#Ffcc00") == Rgb{255, 204, 0});
    CHECK(parse_empty("--empty", "black") == Rgb{0, 0, 0});
    CHECK_FALSE(parse_empty("--empty", "transparent").has_value());
    CHECK(parse_bytes("--memory", "2GiB") == std::uint64_t{2} << 30);
    CHECK(parse_bytes("--memory", "3k") == 3072);
    CHECK(parse_crop("--crop", "attention") == Crop::attention);
    CHECK(parse_on_error("--on-error", "fail") == OnError::fail);
    CHECK(parse_metric("--spacing-metric", "euclid") == SpacingMetric::euclid);
    CHECK(parse_duplicates("--duplicates", "one"));
    CHECK(parse_layout("--layout", "quadtree"));
    CHECK(parse_rate("--fps", "30000/1001") == FrameRate{30000, 1001});
    CHECK(parse_bitrate("--bitrate", "2.5M") == 2'500'000);
    CHECK(parse_tensor_number("--dtype", "uint8") == TensorNumber::uint8);
    CHECK_NOTHROW(check_dpi("--dpi", 72));
}

TEST_CASE("values: byte counts beyond 32 bits are taken, and beyond 64 bits refused") {
    constexpr std::uint64_t unit = 1024;
    CHECK(parse_bytes("--memory", "3000000000") == 3'000'000'000);
    CHECK(parse_bytes("--memory", "18446744073709551615") == ~std::uint64_t{0});
    CHECK(parse_bytes("--memory", "5000000K") == 5'000'000 * unit);
    CHECK(parse_bytes("--memory", "7M") == 7 * unit * unit);
    CHECK(parse_bytes("--memory", "5000g") == 5000 * unit * unit * unit);
    CHECK(parse_bytes("--memory", "1T") == unit * unit * unit * unit);
    CHECK(parse_bytes("--memory", "16383PiB") == 16383 * unit * unit * unit * unit * unit);
    for (const std::string text : {"18446744073709551616", "16384P", "99999999999999999999999T"})
        CHECK_THROWS_WITH_AS(
            static_cast<void>(parse_bytes("--memory", text)),
            ("--memory wants less than 16384P, which is 2^64 bytes, not '" + text + "'").c_str(),
            Error);
    for (const char *text : {"", "K", "P", "T1", "1 T", "0x10", "+5", "1E"})
        CHECK_THROWS_WITH_AS(static_cast<void>(parse_bytes("--memory", text)),
                             doctest::Contains("a number of bytes such as 256M or 2G"), Error);
}

TEST_CASE("values: sizes that no int holds are too large rather than no sizes") {
    CHECK_THROWS_WITH_AS(static_cast<void>(parse_shape("--tile", "3000000000")),
                         "--tile wants numbers below 2147483648, not '3000000000'", Error);
    CHECK_THROWS_WITH_AS(static_cast<void>(parse_grid("--cells", "20x3000000000")),
                         "--cells wants numbers below 2147483648, not '3000000000'", Error);
}

TEST_CASE("values: an error names the option, what was wanted and what was found") {
    CHECK_THROWS_WITH_AS(static_cast<void>(parse_crop("--crop", "middle")),
                         "--crop is centre, entropy or attention, not 'middle'", Error);
    CHECK_THROWS_WITH_AS(static_cast<void>(parse_on_error("--on-error", "")),
                         "--on-error is skip or fail, not ''", Error);
    CHECK_THROWS_WITH_AS(static_cast<void>(parse_grid("--cells", "20")),
                         "--cells wants columns x rows such as 207x292, not '20'", Error);
    CHECK_THROWS_AS(static_cast<void>(parse_shape("--tile", "12y")), Error);
    CHECK_THROWS_AS(static_cast<void>(parse_colour("--empty", "#12345")), Error);
    CHECK_THROWS_AS(static_cast<void>(parse_bytes("--memory", "-1")), Error);
    CHECK_THROWS_AS(static_cast<void>(parse_rate("--fps", "0")), Error);
    CHECK_THROWS_AS(static_cast<void>(parse_bitrate("--bitrate", "2 M")), Error);
    CHECK_THROWS_AS(check_dpi("--dpi", std::numeric_limits<double>::quiet_NaN()), Error);
}

} // namespace tessera
