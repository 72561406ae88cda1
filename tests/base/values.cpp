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
