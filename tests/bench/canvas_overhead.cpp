// Measures what matching, planning and the streamed canvas add to libvips' own PNG saver. Both
// sides save the very same pixels, in turn: A from a source picture through match, plan and canvas,
// B from a picture that lies in memory as a whole. Run it: canvas_overhead SOURCE LIBRARY COLUMNS
// ROWS FOLDER [ROUNDS]

#include <tessera/tessera.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point begin) {
    return std::chrono::duration<double>(Clock::now() - begin).count();
}

double median(std::vector<double> values) {
    std::ranges::sort(values);
    return values[values.size() / 2];
}

double save(const vips::VImage &image, const std::string &path) {
    const auto begin = Clock::now();
    image.pngsave(path.c_str());
    return seconds_since(begin);
}

void measure(char **argv, int rounds) {
    const tessera::Session session;
    const tessera::Grid grid{std::atoi(argv[3]), std::atoi(argv[4])};
    const std::string folder = argv[5], out = folder + "/bench.png";
    const auto library = tessera::TileLibrary::open(argv[2]);
    const vips::VImage in_memory =
        tessera::compose(tessera::match(tessera::Source::open(argv[1]), library, {.grid = grid}))
            .copy_memory();
    std::vector<double> ours, plain, before_pixels;
    for (int round = 0; round < rounds; ++round) {
        const auto begin = Clock::now();
        const auto mosaic = tessera::match(tessera::Source::open(argv[1]), library, {.grid = grid});
        tessera::save_plan(mosaic, folder + "/bench.plan.tif", true);
        const vips::VImage canvas = tessera::compose(mosaic);
        before_pixels.push_back(seconds_since(begin));
        save(canvas, out);
        ours.push_back(seconds_since(begin));
        plain.push_back(save(in_memory, out));
        std::printf("round %d: A %.2f s, of which %.3f s before the first px; B %.2f s\n",
                    round + 1, ours.back(), before_pixels.back(), plain.back());
    }
    std::printf("median: A %.2f s (%.3f s before the first px), B %.2f s, A/B %.3f\n", median(ours),
                median(before_pixels), median(plain), median(ours) / median(plain));
}

} // namespace

int main(int argc, char **argv) {
    if (argc < 6 || argc > 7) {
        std::fprintf(stderr, "usage: %s SOURCE LIBRARY COLUMNS ROWS FOLDER [ROUNDS]\n", argv[0]);
        return 2;
    }
    try {
        measure(argv, argc > 6 ? std::atoi(argv[6]) : 3);
    } catch (const std::exception &error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
    return 0;
}
