// A program of a user: it builds a library of a folder and draws one pixel of a mosaic.

#include <tessera/tessera.hpp>

#include <cstdio>

int main(int argc, char **argv) {
    if (argc != 4)
        return 2;
    try {
        tessera::build_library(tessera::find_photos({argv[1]}), argv[3], {.replace = true});
        const auto library = tessera::TileLibrary::open(argv[3]);
        const auto mosaic =
            tessera::match(tessera::Source::open(argv[2]), library, {.grid = {4, 3}});
        const vips::VImage canvas = tessera::compose(mosaic);
        std::printf("%d x %d px, red %.0f\n", canvas.width(), canvas.height(),
                    canvas.getpoint(0, 0).front());
        static_cast<void>(tessera::TileLibrary::open("/no/such/library"));
    } catch (const tessera::Error &error) { // thrown across the library's border
        std::printf("%s\n", error.what());
        return error.code() == tessera::ErrorCode::unreadable_image ? 0 : 1;
    }
    return 1;
}
