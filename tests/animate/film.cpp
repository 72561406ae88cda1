#include <tessera/animation.hpp>

#include "support/images.hpp"

#include <tessera/compose.hpp>
#include <tessera/error.hpp>
#include <tessera/match.hpp>

#include <algorithm>
#include <doctest/doctest.h>
#include <random>

namespace tessera {
using test::TemporaryFolder;
using vips::VImage;
namespace {

using Pixels = std::vector<std::uint8_t>;

constexpr Size source_size{120, 90};
constexpr Grid grid{30, 22};

/// A clip in memory.
class Clip final : public FrameReader {
  public:
    explicit Clip(std::vector<Pixels> frames) : frames_(std::move(frames)) {
        info_.size = source_size;
        info_.expected_frames = frames_.size();
        info_.seekable = true;
    }

    [[nodiscard]] const SequenceInfo &info() const noexcept override { return info_; }
    [[nodiscard]] bool next(Frame &frame) override {
        if (index_ >= frames_.size())
            return false;
        frame = {std::chrono::milliseconds(40), frames_[index_++]};
        return true;
    }
    [[nodiscard]] std::vector<std::chrono::nanoseconds> durations() override {
        return std::vector<std::chrono::nanoseconds>(frames_.size(), std::chrono::milliseconds(40));
    }
    void seek(std::uint64_t index) override { index_ = index; }

  private:
    std::vector<Pixels> frames_;
    SequenceInfo info_;
    std::size_t index_ = 0;
};

/// A picture with the noise of a sensor: of that standard deviation, anew in each frame.
std::vector<Pixels> noisy(const Pixels &picture, std::size_t count, double deviation) {
    std::mt19937 random(3);
    std::normal_distribution<double> noise(0, deviation);
    std::vector<Pixels> frames(count, picture);
    for (Pixels &frame : frames)
        for (std::uint8_t &value : frame)
            value = static_cast<std::uint8_t>(std::clamp(value + noise(random), 0.0, 255.0));
    return frames;
}

Pixels some_picture() { return test::pixels_of(test::gradient(120, 90)); }

/// By match(), through a file.
Mosaic match_alone(const Pixels &frame, const TileLibrary &library) {
    const TemporaryFolder folder;
    const VImage image(
        vips_image_new_from_memory_copy(frame.data(), frame.size(), 120, 90, 3, VIPS_FORMAT_UCHAR));
    image.copy(VImage::option()->set("interpretation", VIPS_INTERPRETATION_sRGB))
        .write_to_file(folder.path("frame.png").c_str());
    return match(Source::open(folder.path("frame.png")), library, {.grid = grid});
}

FilmReport filmed(const std::vector<Pixels> &clip, const TileLibrary &library,
                  const FilmOptions &options) {
    FilmReport report;
    const auto film = mosaic_film(std::make_unique<Clip>(clip), library, options, {}, &report);
    for (Frame frame; film->next(frame);)
        ;
    return report;
}

} // namespace

TEST_CASE("film: frames are those of match() and compose(), as many and as long as they were") {
    const TemporaryFolder folder;
    const TileLibrary library = test::make_library(folder, 20, {8, 8});
    const auto clip = noisy(some_picture(), 3, 40);
    const auto film = mosaic_film(std::make_unique<Clip>(clip), library,
                                  {.match = {.grid = grid}, .coherence = 0});
    CHECK(film->info().size == Size{240, 176});
    CHECK(film->info().expected_frames == 3);
    std::size_t count = 0;
    for (Frame frame; film->next(frame); ++count) {
        const Mosaic mosaic = match_alone(clip[count], library);
        CHECK(frame.pixels == test::pixels_of(compose(mosaic)));
        CHECK(frame.duration == std::chrono::milliseconds(40));
    }
    CHECK(count == 3);
    film->seek(1);
    Frame frame;
    CHECK(film->next(frame));
}

TEST_CASE("film: under the noise of a sensor a still stands still") {
    const TemporaryFolder folder;
    const TileLibrary library = test::make_library(folder, 60, {8, 8});
    const auto clip = noisy(some_picture(), 20, 4);
    const double cells = double(grid.cells() * 19);
    const auto changes = [&](double coherence) {
        return double(filmed(clip, library, {.match = {.grid = grid}, .coherence = coherence})
                          .changes) /
               cells;
    };
    const double naive = changes(0), usual = changes(FilmOptions().coherence);
    CHECK(naive > 0.02); // else this shows nothing
    CHECK(usual < 0.01);
    CHECK(changes(1) <= usual);
}

TEST_CASE("film: what moves is followed") {
    const TemporaryFolder folder;
    const TileLibrary library = test::make_library(folder, 40, {8, 8});
    const Pixels picture = some_picture();
    Pixels negative(picture.size());
    std::ranges::transform(picture, negative.begin(),
                           [](std::uint8_t value) { return static_cast<std::uint8_t>(~value); });
    const FilmOptions coherent{.match = {.grid = grid}, .coherence = 1};
    CHECK(filmed({picture, negative}, library, coherent).changes > grid.cells() / 2);
    CHECK(filmed({picture, picture}, library, coherent).changes == 0);
}

TEST_CASE("film: rules hold in every frame, coherent or not") {
    const TemporaryFolder folder;
    const TileLibrary library = test::make_library(folder, 40, {8, 8});
    for (const double coherence : {0.0, 1.0}) {
        MatchOptions options{.grid = grid};
        options.rules.max_use = 25;
        options.rules.spacing = 1;
        options.effort = 2;
        Matcher matcher(library, options, coherence);
        for (const Pixels &frame : noisy(some_picture(), 3, 20)) {
            const Mosaic mosaic = matcher.next(view_of(frame, source_size), "a frame");
            CHECK(std::ranges::max(mosaic.uses()) <= 25);
            for (int row = 0; row + 1 < grid.rows; ++row)
                for (int column = 0; column + 1 < grid.columns; ++column) {
                    const TileId tile = mosaic.at(row, column).tile;
                    CHECK(tile != mosaic.at(row, column + 1).tile);
                    CHECK(tile != mosaic.at(row + 1, column).tile);
                    CHECK(tile != mosaic.at(row + 1, column + 1).tile);
                }
        }
    }
}

TEST_CASE("film: a matcher that forgets begins again") {
    const TemporaryFolder folder;
    const TileLibrary library = test::make_library(folder, 40, {8, 8});
    const auto clip = noisy(some_picture(), 2, 20);
    Matcher matcher(library, {.grid = grid}, 1);
    static_cast<void>(matcher.next(view_of(clip[0], source_size), "a frame"));
    matcher.forget();
    const Mosaic mosaic = matcher.next(view_of(clip[1], source_size), "a frame");
    CHECK(std::ranges::equal(mosaic.cells(), match_alone(clip[1], library).cells()));
    CHECK(matcher.changed() == 0);
}

TEST_CASE("film: what can't be made is refused before any work") {
    const TemporaryFolder folder;
    const TileLibrary library = test::make_library(folder, 4, {8, 8});
    const auto refused = [&](const FilmOptions &options) {
        auto clip = std::make_unique<Clip>(std::vector<Pixels>{some_picture()});
        CHECK_THROWS_AS(static_cast<void>(mosaic_film(std::move(clip), library, options)), Error);
    };
    refused({.match = {.grid = grid}, .coherence = -0.1});
    refused({.match = {.grid = grid}, .coherence = 1.1});
    refused({.match = {.grid = {0, 3}}});
    refused({.match = {.grid = grid}, .size = {-1, 20}});
    Matcher matcher(library, {.grid = {1, 1}});
    const Pixels pixels(24);
    for (const ImageView &view : {view_of(pixels, {2, 3}, 4), view_of(pixels, {0, 3}),
                                  ImageView{nullptr, 1, 2}, ImageView{pixels.data(), 2, 2, 3, 5}})
        CHECK_THROWS_WITH_AS(static_cast<void>(matcher.next(view, "frame 7")),
                             doctest::Contains("'frame 7'"), Error);
}

} // namespace tessera
