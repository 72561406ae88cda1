#include "support/images.hpp"

#include <tessera/error.hpp>
#include <tessera/select.hpp>

#include <doctest/doctest.h>

namespace tessera {
namespace {

using Names = std::vector<std::string>;

Names names_of(const std::vector<Photo> &photos) {
    Names names;
    for (const Photo &photo : photos)
        names.push_back(photo.name);
    return names;
}

} // namespace

TEST_CASE("exclude: by the names of photos and of the folders they lie in") {
    const auto left = [](const Names &patterns) {
        std::vector<Photo> photos;
        for (const char *name :
             {"a.jpg", "b.png", "private/a.jpg", "trips/rome/c.jpg", "trips/private/d.jpg"})
            photos.push_back({std::string("/photos/") + name, name});
        exclude_photos(photos, patterns);
        return names_of(photos);
    };
    CHECK(left({}).size() == 5);
    CHECK(left({"*.png"}) ==
          Names{"a.jpg", "private/a.jpg", "trips/rome/c.jpg", "trips/private/d.jpg"});
    CHECK(left({"private"}) == Names{"a.jpg", "b.png", "trips/rome/c.jpg"});
    CHECK(left({"a.jpg"}) == Names{"b.png", "trips/rome/c.jpg", "trips/private/d.jpg"});
    CHECK(left({"trips/private", "b.*"}) == Names{"a.jpg", "private/a.jpg", "trips/rome/c.jpg"});
    CHECK(left({"trips/*/c.jpg"}).size() == 4);
    CHECK(left({"rivate", "photos", "A.jpg"}).size() == 5);
}

TEST_CASE("exclude: photos that are too small upright, with what they have") {
    const test::TemporaryFolder folder;
    const auto save = [&](const char *name, int width, int height, int orientation) {
        vips::VImage photo = test::gradient(width, height).copy();
        photo.set("orientation", orientation);
        photo.write_to_file(folder.path(name).c_str());
        return Photo{folder.path(name), name};
    };
    test::write_file(folder.path("broken.jpg"), "text");
    const std::vector<Photo> all = {save("a.jpg", 40, 30, 1),
                                    {folder.path("broken.jpg"), "broken.jpg"},
                                    save("c.jpg", 40, 30, 6),
                                    save("d.png", 39, 50, 1),
                                    save("e.png", 40, 29, 1)};
    for (const int threads : {1, 4}) {
        std::vector<Photo> photos = all;
        const auto small = exclude_small_photos(photos, {40, 30}, {.threads = threads});
        CHECK(names_of(photos) == Names{"a.jpg", "broken.jpg"});
        REQUIRE(small.size() == 3);
        CHECK(small[0].path == folder.path("c.jpg"));
        CHECK(small[0].reason ==
              "'" + folder.path("c.jpg") + "' has 30 x 40 px; at least 40 x 30 were wanted");
    }
}

} // namespace tessera
