// Shows how to build a library, match a source and write the mosaic, with progress. Read README.md
// first.
// Run it: 01_build_and_render PHOTOS SOURCE LIBRARY MOSAIC

#include <tessera/tessera.hpp>

#include <cstdio>
#include <exception>

int main(int argc, char **argv) {
    if (argc != 5) {
        std::fprintf(stderr, "usage: %s PHOTOS SOURCE LIBRARY MOSAIC\n", argv[0]);
        return 2;
    }
    try {
        tessera::RunOptions run;
        run.progress = [](const tessera::Progress &progress) {
            if (progress.done == progress.total)
                std::fprintf(stderr, "%.*s: done\n", static_cast<int>(progress.stage.size()),
                             progress.stage.data());
        };
        const auto photos = tessera::find_photos({argv[1]});
        const auto report = tessera::build_library(photos, argv[3], {.replace = true}, run);
        for (const auto &skipped : report.skipped)
            std::fprintf(stderr, "%s\n", skipped.reason.c_str());

        const auto library = tessera::TileLibrary::open(argv[3]);
        const auto source = tessera::Source::open(argv[2]);
        const auto grid = tessera::grid_across(60, source.size(), library.info().tile);
        const auto mosaic = tessera::match(source, library, {.grid = grid}, run);
        tessera::write(mosaic, argv[4], {.replace = true}, run);
    } catch (const std::exception &error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
    return 0;
}
