#include "sequence/pictures/names.hpp"

#include "support/images.hpp"

#include <doctest/doctest.h>
#include <tessera/error.hpp>
#include <tessera/sequence.hpp>

#include <algorithm>

namespace tessera {
using namespace internal;
using test::TemporaryFolder;

TEST_CASE("names: a pattern names numbers as printf does, and finds them again") {
    const auto pattern = NumberPattern::parse("a/frame.%04d.png");
    REQUIRE(pattern);
    CHECK(pattern->name(7) == "frame.0007.png");
    CHECK(pattern->name(12345) == "frame.12345.png");
    CHECK(pattern->number_in("frame.0007.png") == 7);
    CHECK(pattern->number_in("frame.12345.png") == 12345);
    for (const char *other : {"frame.7.png", "frame.00007.png", "frame..png", "frame.0007.jpg",
                              "xframe.0007.png", "frame.-001.png", "frame.png"})
        CHECK_FALSE(pattern->number_in(other));
    CHECK(NumberPattern::parse("%d")->name(0) == "0");
    for (const char *none : {"a.png", "%d/a.png", "100%.png", "%s.png", "%4d.png", "%d%d.png", "%"})
        CHECK_FALSE(NumberPattern::parse(none));
}

TEST_CASE("names: numbers in names count as numbers") {
    std::vector<std::string> names = {"b10", "b9", "a2b3", "a02b10", "a2b", "b", "b09", "c"};
    std::ranges::sort(names, natural_less);
    CHECK(names == std::vector<std::string>{"a2b", "a2b3", "a02b10", "b", "b09", "b9", "b10", "c"});
}

TEST_CASE("names: a folder is in the order of its numbers, wherever they start") {
    const TemporaryFolder folder;
    for (const char *name : {"x9.png", "x10.png", "x8.png", ".x7.png", "notes.txt"})
        test::write_file(folder.path(name), "-");
    CHECK(numbered_folder(folder.path()) == std::vector<std::string>{folder.path("x8.png"),
                                                                     folder.path("x9.png"),
                                                                     folder.path("x10.png")});
    test::write_file(folder.path("cover.png"), "-");
    CHECK_THROWS_WITH_AS(static_cast<void>(numbered_folder(folder.path())),
                         doctest::Contains("'cover.png' has no number"), Error);
}

TEST_CASE("names: rates are read exactly") {
    CHECK(parse_frame_rate("25") == FrameRate{25, 1});
    CHECK(parse_frame_rate("29.97") == FrameRate{2997, 100});
    CHECK(parse_frame_rate("30000/1001") == FrameRate{30000, 1001});
    CHECK(parse_frame_rate("0.5") == FrameRate{1, 2});
    for (const char *wrong : {"", "0", "-1", "25fps", "1/0", "0.0001", "1001", "1e3", ".", "nan"})
        CHECK_FALSE(parse_frame_rate(wrong));
    const FrameRate ntsc{30000, 1001};
    CHECK(ntsc.period().count() == 33'366'667);
    CHECK(ntsc.start_of(30000).count() == 1'001'000'000'000);
    CHECK(ntsc.start_of(3'000'000'000).count() == 100'100'000'000'000'000);
}

} // namespace tessera
