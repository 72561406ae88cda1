// Makes photos as cameras write them: 4000 x 3000 px, with a thumbnail of 160 x 120 px in their
// EXIF data. Run it: camera_photos FOLDER PHOTO...; each PHOTO becomes one.

#include "support/images.hpp"
#include "support/jpegs.hpp"

#include <tessera/session.hpp>

#include <cstdio>
#include <exception>
#include <spdlog/fmt/fmt.h>

namespace {

namespace test = tessera::test;
using vips::VImage;

constexpr int width = 4000, height = 3000, thumbnail_width = 160, thumbnail_height = 120;

VImage filling(const char *path, int columns, int rows) {
    return VImage::thumbnail(
        path, columns, VImage::option()->set("height", rows)->set("crop", VIPS_INTERESTING_CENTRE));
}

void make(const char *path, const std::string &out) {
    const std::string thumbnail =
        test::jpeg_of(filling(path, thumbnail_width, thumbnail_height), {.across = 2, .down = 2});
    // Enlarged photos are smooth; sensors are not.
    const VImage grain = VImage::gaussnoise(width, height, VImage::option()->set("sigma", 3));
    const VImage photo = (filling(path, width, height) + grain).cast(VIPS_FORMAT_UCHAR);
    test::write_file(out,
                     test::with_exif(test::jpeg_of(photo, {.across = 2, .down = 2}), 1, thumbnail));
}

} // namespace

int main(int argc, char **argv) {
    if (argc < 3) {
        std::fprintf(stderr, "usage: %s FOLDER PHOTO...\n", argv[0]);
        return 2;
    }
    try {
        const tessera::Session session;
        for (int i = 2; i < argc; ++i)
            make(argv[i], fmt::format("{}/{:03}.jpg", argv[1], i - 2));
    } catch (const std::exception &error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
    return 0;
}
