// A rectangle of a plan's mosaic, drawn by the canvas: what a file of it must show there.
// plan_crop PLAN LIBRARY LEFT TOP WIDTH HEIGHT OUT

#include <tessera/tessera.hpp>

#include <cstdio>
#include <cstdlib>
#include <exception>

int main(int argc, char **argv) {
    if (argc != 8) {
        std::fprintf(stderr, "usage: %s PLAN LIBRARY LEFT TOP WIDTH HEIGHT OUT\n", argv[0]);
        return 2;
    }
    try {
        const tessera::Session session;
        const auto mosaic = tessera::load_plan(argv[1], tessera::TileLibrary::open(argv[2]));
        tessera::compose(mosaic)
            .extract_area(std::atoi(argv[3]), std::atoi(argv[4]), std::atoi(argv[5]),
                          std::atoi(argv[6]))
            .write_to_file(argv[7]);
        return 0;
    } catch (const std::exception &error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
}
