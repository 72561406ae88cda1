#include "image/tile/augmentation.hpp"

#include <tessera/error.hpp>

#include <algorithm>
#include <doctest/doctest.h>
#include <vector>

namespace tessera {
using namespace internal;

TEST_CASE("augmentation: names, numbers and ranges, in the order in which they are done") {
    CHECK(std::ranges::equal(parse_augmentations("noise=5,brightness=0.8..1.2,flip"),
                             std::vector<Augmentation>{{Change::flip, 0.5, 0.5},
                                                       {Change::brightness, 0.8, 1.2},
                                                       {Change::noise, 5, 5}}));
    CHECK(*parse_augmentations("rotate=-3..4.5").begin() == Augmentation{Change::rotate, -3, 4.5});
    for (const char *name : {"flip", "rotate", "hue", "saturation", "greyscale", "brightness",
                             "contrast", "blur", "sharpen", "noise"}) {
        const auto usual = parse_augmentations(name);
        CHECK(name_of(usual.begin()->change) == name);
        CHECK(parse_augmentations(to_string(*usual.begin())) == usual);
    }
}

TEST_CASE("augmentation: what can't be is refused with what was wanted") {
    const auto refuses = [](const char *text, const char *why) {
        CAPTURE(text);
        CHECK_THROWS_WITH_AS(static_cast<void>(parse_augmentations(text)), doctest::Contains(why),
                             Error);
    };
    refuses("brigthness", "did you mean 'brightness'?");
    refuses("", "there are flip, rotate");
    refuses("flip,", "there are flip, rotate");
    refuses("zebra=1", "there are flip, rotate");
    refuses("flip=0.1..0.2", "a chance of 0 to 1");
    refuses("greyscale=2", "a chance of 0 to 1");
    refuses("brightness=1.2..0.8", "brightness=0.8..1.2, not '1.2..0.8'");
    refuses("blur=21", "0 to 20");
    refuses("blur=nan", "not 'nan'");
    refuses("noise=", "not ''");
    refuses("hue=1,flip,hue=2", "'hue' once");
}

} // namespace tessera
