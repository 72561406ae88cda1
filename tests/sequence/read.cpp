// Readers, through what every program sees of them.

#include <tessera/error.hpp>
#include <tessera/sequence.hpp>

#include "sequence/readers.hpp"
#include "support/images.hpp"

#include <doctest/doctest.h>

#include <spdlog/fmt/fmt.h>

namespace tessera {
using namespace internal;
using std::chrono::milliseconds;
using std::chrono::nanoseconds;
using test::TemporaryFolder;
using vips::VImage;
namespace {

/// Frames of one grey each, 0, 1, 2 ..., which last as long as they are told to.
class Greys final : public FrameReader {
  public:
    explicit Greys(std::vector<int> ms) : ms_(std::move(ms)) {
        info_.size = {1, 1};
        info_.channels = 1;
        info_.expected_frames = ms_.size();
    }
    [[nodiscard]] const SequenceInfo &info() const noexcept override { return info_; }
    [[nodiscard]] bool next(Frame &frame) override {
        if (at_ == ms_.size())
            return false;
        frame = {milliseconds(ms_[at_]), {static_cast<std::uint8_t>(at_)}};
        ++at_;
        return true;
    }
    [[nodiscard]] std::vector<nanoseconds> durations() override {
        std::vector<nanoseconds> durations;
        for (const int ms : ms_)
            durations.emplace_back(milliseconds(ms));
        return durations;
    }

  private:
    std::vector<int> ms_;
    SequenceInfo info_;
    std::size_t at_ = 0;
};

/// "0:50 1:20": frames by their grey, and their durations in ms.
std::string told(FrameReader &reader) {
    std::string text;
    Frame frame;
    while (reader.next(frame))
        text += fmt::format("{}:{} ", frame.pixels[0],
                            std::chrono::duration_cast<milliseconds>(frame.duration).count());
    return text;
}

FrameReaderPtr greys(std::vector<int> ms) { return std::make_unique<Greys>(std::move(ms)); }

} // namespace

TEST_CASE("sequence: a part is what is shown from its start to its end") {
    FrameOptions options;
    options.start = 0.1;
    options.end = 0.2;
    CHECK(told(*select_part(greys({100, 50, 30, 20, 70}), options)) == "1:50 2:30 3:20 ");
    options = {};
    options.every = 2;
    CHECK(told(*select_part(greys({100, 50, 30, 20, 70}), options)) == "0:150 2:50 4:70 ");
    options.start = 0.01;
    CHECK(select_part(greys({100, 50, 30, 20, 70}), options)->durations() ==
          std::vector<nanoseconds>{milliseconds(80), milliseconds(90)});
}

TEST_CASE("sequence: at a rate, each frame is the one that is shown then") {
    CHECK(told(*resample(greys({100, 50, 30, 20}), {20, 1})) == "0:50 0:50 1:50 2:50 ");
    CHECK(told(*resample(greys({10, 10, 10, 10, 10, 10}), {50, 1})) == "0:20 2:20 4:20 ");
    // A duration of 0 is shown for 100 ms.
    CHECK(told(*resample(greys({0, 100}), {10, 1})) == "0:100 1:100 ");
    CHECK(resample(greys({100, 50, 30, 25}), {20, 1})->durations().size() == 5);
}

TEST_CASE("sequence: pages are read in any order, animations in theirs") {
    const TemporaryFolder folder;
    VImage strip = test::noise(8, 40, 3);
    strip.set(VIPS_META_PAGE_HEIGHT, 10);
    strip.write_to_file(folder.path("pages.tif").c_str());
    strip.write_to_file(folder.path("frames.webp").c_str(),
                        VImage::option()->set("lossless", true));
    const auto pixels = test::pixels_of(strip);
    const auto reader = open_frames(folder.path("pages.tif"));
    REQUIRE(reader->info().seekable);
    CHECK(reader->info().expected_frames == 4);
    Frame frame;
    for (const std::size_t index : {2U, 0U, 3U, 1U}) {
        reader->seek(index);
        REQUIRE(reader->next(frame));
        CHECK(std::equal(frame.pixels.begin(), frame.pixels.end(),
                         pixels.begin() + static_cast<std::ptrdiff_t>(index * 240)));
    }
    const auto animation = open_frames(folder.path("frames.webp"));
    CHECK_FALSE(animation->info().seekable);
    CHECK_THROWS_AS(animation->seek(1), Error);
    CHECK(animation->skip());
    REQUIRE(animation->next(frame));
    CHECK(std::equal(frame.pixels.begin(), frame.pixels.end(), pixels.begin() + 240));
}

TEST_CASE("sequence: a TIFF that lost its last pages is an error, in all its forms") {
    const TemporaryFolder folder;
    VImage strip = test::noise(8, 40, 3);
    strip.set(VIPS_META_PAGE_HEIGHT, 10);
    const std::string path = folder.path("pages.tif");
    for (const bool big : {false, true}) {
        strip.write_to_file(path.c_str(), VImage::option()->set("bigtiff", big));
        CHECK(open_frames(path)->info().expected_frames == 4);
        const auto whole = std::filesystem::file_size(path);
        for (const auto bytes : {whole * 7 / 8, whole * 3 / 4, whole / 2}) {
            std::filesystem::resize_file(path, bytes);
            CHECK_THROWS_WITH_AS(static_cast<void>(open_frames(path)),
                                 doctest::Contains("pages.tif"), Error);
        }
    }
}

TEST_CASE("sequence: a later picture that would lose its colours is an error that names it") {
    const TemporaryFolder folder;
    test::noise(8, 8, 1, 1).write_to_file(folder.path("f1.png").c_str());
    test::noise(8, 8, 2, 3).write_to_file(folder.path("f2.png").c_str());
    const auto reader = open_frames(folder.path("f%d.png"));
    Frame frame;
    REQUIRE(reader->next(frame));
    CHECK_THROWS_WITH_AS(static_cast<void>(reader->next(frame)), doctest::Contains("f2.png"),
                         Error);
    FrameOptions colour;
    colour.channels = 3;
    const auto all = open_frames(folder.path("f%d.png"), colour);
    REQUIRE(all->next(frame));
    CHECK(frame.pixels[0] == frame.pixels[1]);
    REQUIRE(all->next(frame));
}

TEST_CASE("sequence: memory for thousands of frames is that of a few") {
    const TemporaryFolder folder;
    const int frames = 3000, side = 32;
    VImage strip = VImage::black(side, side * frames, VImage::option()->set("bands", 3));
    strip = strip.copy(VImage::option()->set("interpretation", VIPS_INTERPRETATION_sRGB));
    strip.set(VIPS_META_PAGE_HEIGHT, side);
    strip.gifsave(const_cast<char *>(folder.path("long.gif").c_str()),
                  VImage::option()->set("effort", 1));
    const auto before = vips_tracked_get_mem_highwater();
    const auto reader = open_frames(folder.path("long.gif"));
    Frame frame;
    int count = 0;
    while (reader->next(frame))
        ++count;
    CHECK(count == frames);
    CHECK(vips_tracked_get_mem_highwater() - before < 1'000'000);
}

} // namespace tessera
