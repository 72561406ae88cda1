#include <tessera/animation.hpp>

#include "support/images.hpp"

#include <tessera/error.hpp>
#include <tessera/match.hpp>

#include <cmath>
#include <doctest/doctest.h>
#include <functional>

namespace tessera {
using test::TemporaryFolder;
namespace {

using Pixels = std::vector<std::uint8_t>;
using Reader = std::unique_ptr<FrameReader>;

constexpr Size size{120, 90};
constexpr Rgb dark{10, 20, 30};

AnimationOptions some_options(double seconds = 1) {
    AnimationOptions options;
    options.size = size;
    options.seconds = seconds;
    options.rate = {10, 1};
    options.background = dark;
    return options;
}

/// 12 x 9 cells of 16 px, in an order that `seed` tells.
Mosaic some_mosaic(const TileLibrary &library, unsigned seed, Grid grid = {12, 9}) {
    std::vector<TileId> tiles;
    for (std::uint64_t i = 0; i < grid.cells(); ++i)
        tiles.push_back(static_cast<TileId>((i * i + seed) % library.info().tiles));
    return Mosaic::of_tiles(grid, tiles, library);
}

std::vector<Pixels> frames_of(FrameReader &reader) {
    std::vector<Pixels> frames;
    for (Frame frame; reader.next(frame);)
        frames.push_back(frame.pixels);
    return frames;
}

Pixels view_of(const Mosaic &mosaic, const Box &view) {
    MosaicPainter painter(mosaic);
    Pixels pixels(static_cast<std::size_t>(size.width * size.height * 3));
    const MutableImageView frame = mutable_view_of(pixels, size);
    fill(frame, dark);
    const Patch all = seen_through(view, mosaic.size(), size);
    painter.draw({&all, 1}, frame);
    return pixels;
}

Pixels whole_of(const Mosaic &mosaic) { return view_of(mosaic, whole_view(mosaic.size(), size)); }

double difference(const Pixels &a, const Pixels &b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        sum += std::abs(a[i] - b[i]);
    return sum / double(a.size());
}

/// px of a frame that show the background.
std::size_t dark_px(const Pixels &frame, std::int64_t first_row, std::int64_t last_row) {
    std::size_t count = 0;
    for (auto i = static_cast<std::size_t>(first_row * size.width);
         i < static_cast<std::size_t>(last_row * size.width); ++i)
        count += frame[3 * i] == dark.red && frame[3 * i + 1] == dark.green &&
                 frame[3 * i + 2] == dark.blue;
    return count;
}

/// All effects, by name.
struct Effects {
    const TemporaryFolder folder{};
    const TileLibrary library = test::make_library(folder, 12, {16, 16});
    const Mosaic mosaic = some_mosaic(library, 1), other = some_mosaic(library, 5);
    const std::string picture = folder.path("source.png");

    Effects() { test::gradient(400, 300).write_to_file(picture.c_str()); }

    [[nodiscard]] std::vector<std::pair<std::string, Reader>>
    all(const RunOptions &run = {}) const {
        std::vector<std::pair<std::string, Reader>> result;
        result.emplace_back("zoom", animate_zoom(mosaic, {}, some_options(), run));
        result.emplace_back("build", animate_build(mosaic, {}, some_options(), run));
        result.emplace_back("fade",
                            animate_fade(mosaic, Source::open(picture), some_options(), run));
        result.emplace_back("turning", animate_morph(other, mosaic, {}, some_options(), run));
        result.emplace_back("fading", animate_morph(some_mosaic(library, 3, {7, 7}), mosaic, {},
                                                    some_options(), run));
        return result;
    }
};

} // namespace

TEST_CASE("animation: every effect ends with the whole mosaic, and lasts as long as it should") {
    const Effects effects;
    const Pixels whole = whole_of(effects.mosaic);
    for (const auto &effect : effects.all()) {
        CAPTURE(effect.first);
        const auto &reader = effect.second;
        CHECK(reader->info().size == size);
        CHECK(reader->info().expected_frames == 10);
        CHECK(reader->durations() ==
              std::vector<std::chrono::nanoseconds>(10, std::chrono::milliseconds(100)));
        const auto frames = frames_of(*reader);
        REQUIRE(frames.size() == 10);
        CHECK(frames.back() == whole);
        for (std::size_t i = 1; i < frames.size(); ++i) // something moves
            CHECK(frames[i] != frames[i - 1]);
    }
}

TEST_CASE("animation: frames don't depend on threads, nor on what was drawn before") {
    const Effects effects;
    auto one = effects.all({.threads = 1}), many = effects.all({.threads = 5});
    for (std::size_t effect = 0; effect < one.size(); ++effect) {
        CAPTURE(one[effect].first);
        const auto frames = frames_of(*one[effect].second);
        FrameReader &reader = *many[effect].second;
        Frame frame;
        for (const std::uint64_t index : {7U, 2U, 3U, 9U, 0U}) {
            reader.seek(index);
            REQUIRE(reader.next(frame));
            CHECK(frame.pixels == frames[index]);
        }
        reader.seek(9);
        CHECK(reader.skip());
        CHECK_FALSE(reader.next(frame));
    }
}

TEST_CASE("zoom: from the tile in the middle") {
    const Effects effects;
    const auto reader = animate_zoom(effects.mosaic, {}, some_options());
    Frame frame;
    REQUIRE(reader->next(frame));
    // Tile (6, 4), of which a frame of 4 : 3 shows all the width.
    CHECK(frame.pixels == view_of(effects.mosaic, {96, 66, 16, 12}));
}

TEST_CASE("zoom: grows by the same factor in the same time, about one point that stands still") {
    const Effects effects;
    const ZoomStop stops[] = {{40, 40, 12, {}}, {70, 60, 108, {}}};
    AnimationOptions options = some_options(0.3); // 3 frames
    options.ease = "linear";
    const auto frames = frames_of(*animate_zoom(effects.mosaic, stops, options));
    REQUIRE(frames.size() == 3);
    // By a factor of 3 in each half; (36.25, 37.5) stays where it is in the frame.
    CHECK(frames[1] == view_of(effects.mosaic, {47.5 - 18, 45 - 13.5, 36, 27}));
    CHECK(frames[2] == view_of(effects.mosaic, {70 - 54, 60 - 40.5, 108, 81}));
}

TEST_CASE("zoom: stops are reached at their times, and those without one evenly between") {
    const Effects effects;
    const ZoomStop stops[] = {
        {40, 40, 30, {}}, {80, 40, 30, {}}, {80, 80, 30, 0.8}, {9, 9, 30, {}}};
    AnimationOptions options = some_options(1.1); // 11 frames; the last begins a frame before 1.1
    const auto frames = frames_of(*animate_zoom(effects.mosaic, stops, options));
    const auto at = [&](double x, double y) {
        return view_of(effects.mosaic, {x - 15, y - 11.25, 30, 22.5});
    };
    CHECK(frames[0] == at(40, 40));
    CHECK(frames[10] == at(9, 9));
    options.seconds = 1.0;
    options.rate = {101, 1};
    const auto fine = frames_of(*animate_zoom(effects.mosaic, stops, options));
    CHECK(fine[40] == at(80, 40));
    CHECK(fine[80] == at(80, 80));
}

TEST_CASE("build: begins with the wall, and rows come from the top") {
    const Effects effects;
    for (const PieceOrder order :
         {PieceOrder::rows, PieceOrder::random, PieceOrder::colour, PieceOrder::detail}) {
        const auto frames = frames_of(*animate_build(effects.mosaic, {order, 3}, some_options()));
        CHECK(dark_px(frames.front(), 0, size.height) == 120 * 90);
        std::size_t before = 120 * 90;
        for (std::size_t i = 1; i < frames.size(); ++i) {
            const std::size_t darker = dark_px(frames[i], 0, size.height);
            CHECK(darker <= before);
            before = darker;
        }
        if (order == PieceOrder::rows) {
            CHECK(dark_px(frames[5], 0, 30) == 0);
            CHECK(dark_px(frames[5], 80, 90) == 10 * 120);
        }
    }
    const auto a =
        frames_of(*animate_build(effects.mosaic, {PieceOrder::random, 1}, some_options()));
    const auto b =
        frames_of(*animate_build(effects.mosaic, {PieceOrder::random, 2}, some_options()));
    CHECK(a[5] != b[5]);
}

TEST_CASE("build: of more cells than px, squares of cells come as one") {
    const TemporaryFolder folder;
    const TileLibrary library = test::make_library(folder, 4, {4, 4});
    const Mosaic mosaic = some_mosaic(library, 1, {301, 226});
    const auto frames = frames_of(*animate_build(mosaic, {}, some_options()));
    CHECK(frames.back() == whole_of(mosaic));
    CHECK(dark_px(frames[5], 0, size.height) > 120 * 90 / 10);
}

TEST_CASE("fade: begins with the source where the mosaic will be") {
    const Effects effects;
    const auto frames =
        frames_of(*animate_fade(effects.mosaic, Source::open(effects.picture), some_options()));
    const auto source = test::pixels_of(test::gradient(400, 300).resize(0.3));
    CHECK(difference(frames.front(), source) < 2); // another kernel
}

TEST_CASE("morph: begins with the other mosaic") {
    const Effects effects;
    const Mosaic square = some_mosaic(effects.library, 3, {7, 7});
    for (const Mosaic &from : {effects.other, square}) {
        const auto reader = animate_morph(from, effects.mosaic, {}, some_options());
        Frame frame;
        REQUIRE(reader->next(frame));
        CHECK(frame.pixels == whole_of(from));
    }
}

TEST_CASE("animation: what can't be made is refused before any work") {
    const Effects effects;
    const auto refused = [&](const AnimationOptions &options, std::vector<ZoomStop> stops = {}) {
        CHECK_THROWS_AS(static_cast<void>(animate_zoom(effects.mosaic, stops, options)), Error);
    };
    AnimationOptions options = some_options();
    for (const double seconds : {0.0, -1.0, std::nan(""), 1e9}) {
        options.seconds = seconds;
        refused(options);
    }
    options = some_options();
    for (const Size wrong : {Size{0, 5}, Size{-3, 5}, Size{1 << 20, 1 << 20}}) {
        options.size = wrong;
        refused(options);
    }
    options = some_options();
    options.ease = "swing";
    refused(options);
    refused(some_options(), {{0, 0, 0, {}}});
    refused(some_options(), {{0, 0, 5, 0.6}, {0, 0, 5, 0.4}});
    refused(some_options(), {{0, 0, 5, {}}, {0, 0, 5, 1.5}});
    refused(some_options(), {{std::nan(""), 0, 5, {}}});
}

TEST_CASE("animation: frames have the mosaic's shape within 1280 x 720 px, with even sides") {
    const Effects effects;
    AnimationOptions options;
    CHECK(animate_zoom(effects.mosaic, {}, options)->info().size == Size{960, 720});
    CHECK(animate_zoom(some_mosaic(effects.library, 1, {40, 3}), {}, options)->info().size ==
          Size{1280, 96});
}

} // namespace tessera
