// Measures mosaics of a film: how fast they are matched and composed, without any encoder; how many
// cells change from frame to frame, and how like the frames they are. Run it: film CLIP LIBRARY
// COLUMNS ROWS COHERENCE

#include "image/colour/area.hpp"
#include "image/colour/lab.hpp"

#include <tessera/tessera.hpp>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <memory>
#include <span>
#include <string>
#include <sys/resource.h>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

/// CIEDE2000 of the means of cells and of what stands in them, over all cells.
/// pixels: of a frame, of which the grid covers all.
double difference(std::span<const std::uint8_t> pixels, tessera::Size size,
                  const tessera::Mosaic &mosaic, const std::vector<tessera::TileFeatures> &tiles) {
    const tessera::TileShape shape{static_cast<int>(size.width), static_cast<int>(size.height)};
    const auto means = tessera::internal::area_averages(pixels, shape, mosaic.grid());
    double sum = 0;
    for (std::size_t cell = 0; cell < mosaic.cells().size(); ++cell) {
        const auto &tile = tiles[mosaic.variants()[mosaic.cells()[cell]].tile];
        sum += tessera::internal::delta_e_2000(tessera::internal::to_lab(&means[cell * 3]),
                                               tessera::internal::to_lab(tile.mean.data()));
    }
    return sum / double(mosaic.cells().size());
}

void measure(char **argv) {
    const tessera::Session session;
    const auto library = tessera::TileLibrary::open(argv[2]);
    tessera::FilmOptions options;
    options.match.grid = {std::atoi(argv[3]), std::atoi(argv[4])};
    options.coherence = std::atof(argv[5]);
    const auto open = [&] { return tessera::open_frames(argv[1], {.channels = 3}); };

    const auto begin = Clock::now();
    tessera::FilmReport report;
    const auto film = tessera::mosaic_film(open(), library, options, {}, &report);
    for (tessera::Frame frame; film->next(frame);) {
    }
    const double seconds = std::chrono::duration<double>(Clock::now() - begin).count();
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    std::printf("%llu frames in %.2f s: %.1f a second; %ld MB\n",
                static_cast<unsigned long long>(report.frames), seconds,
                double(report.frames) / seconds, usage.ru_maxrss / 1000);

    tessera::Matcher matcher(library, options.match, options.coherence);
    const auto tiles = library.store().features();
    const auto reader = open();
    double unlike = 0, changed = 0;
    std::size_t count = 0;
    for (tessera::Frame frame; reader->next(frame); ++count) {
        const tessera::Size size = reader->info().size;
        const auto mosaic = matcher.next(tessera::view_of(frame.pixels, size), "a frame");
        unlike += difference(frame.pixels, size, mosaic, tiles);
        changed += double(matcher.changed()) / double(options.match.grid.cells());
    }
    std::printf("coherence %.2f: %.3f %% of the cells change from frame to frame; mean dE00 %.4f\n",
                options.coherence, 100 * changed / double(count - 1), unlike / double(count));
}

} // namespace

int main(int argc, char **argv) {
    if (argc != 6) {
        std::fprintf(stderr, "usage: %s CLIP LIBRARY COLUMNS ROWS COHERENCE\n", argv[0]);
        return 2;
    }
    try {
        measure(argv);
    } catch (const std::exception &error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
    return 0;
}
