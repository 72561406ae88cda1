// Shows a mosaic as a lazy VImage. It draws only the rectangle that is asked for, so the mosaic may
// be far larger than memory. Read 01_build_and_render.cpp first.
// Run it: 02_any_rectangle SOURCE LIBRARY COLUMNS LEFT TOP WIDTH HEIGHT OUT

#include <tessera/tessera.hpp>

#include <cstdio>
#include <cstdlib>
#include <exception>

int main(int argc, char **argv) {
    if (argc != 9) {
        std::fprintf(stderr, "usage: %s SOURCE LIBRARY COLUMNS LEFT TOP WIDTH HEIGHT OUT\n",
                     argv[0]);
        return 2;
    }
    try {
        const auto source = tessera::Source::open(argv[1]);
        const auto library = tessera::TileLibrary::open(argv[2]);
        const auto grid =
            tessera::grid_across(std::atoi(argv[3]), source.size(), library.info().tile);
        const vips::VImage canvas =
            tessera::compose(tessera::match(source, library, {.grid = grid}));
        std::fprintf(stderr, "the whole mosaic is %d x %d px\n", canvas.width(), canvas.height());
        canvas
            .extract_area(std::atoi(argv[4]), std::atoi(argv[5]), std::atoi(argv[6]),
                          std::atoi(argv[7]))
            .write_to_file(argv[8]);
    } catch (const std::exception &error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
    return 0;
}
