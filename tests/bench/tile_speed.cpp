// Making tiles against nothing but libjpeg-turbo's scaled decoding of the same files, one thread,
// in turn: A decodes from memory by TurboJPEG, at the scale that the tile is made from; B reads the
// file, hashes it and makes the tile with its features. Run it: tile_speed SIDE ROUNDS JPEG...

#include "image/tile/features.hpp"
#include "image/tile/tile.hpp"
#include "support/images.hpp"

#include <tessera/session.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <memory>
#include <stdexcept>
#include <string>
#include <turbojpeg.h>
#include <type_traits>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;
using Decompressor =
    std::unique_ptr<std::remove_pointer_t<tjhandle>, decltype([](tjhandle h) { tjDestroy(h); })>;

double seconds_since(Clock::time_point begin) {
    return std::chrono::duration<double>(Clock::now() - begin).count();
}

double median(std::vector<double> values) {
    std::ranges::sort(values);
    return values[values.size() / 2];
}

/// As libvips' thumbnail: at least a factor of two is left to the filter.
int shrink_for(int width, int height, int side) {
    const double factor = std::min(double(width) / side, double(height) / side);
    for (const int shrink : {8, 4, 2})
        if (factor >= 2 * shrink)
            return shrink;
    return 1;
}

void decode(tjhandle decompressor, const std::string &file, int side,
            std::vector<unsigned char> &pixels) {
    const auto *bytes = reinterpret_cast<const unsigned char *>(file.data());
    int width = 0, height = 0, subsampling = 0, colours = 0;
    tjDecompressHeader3(decompressor, bytes, file.size(), &width, &height, &subsampling, &colours);
    const int shrink = shrink_for(width, height, side);
    width = (width + shrink - 1) / shrink, height = (height + shrink - 1) / shrink;
    pixels.resize(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3);
    if (tjDecompress2(decompressor, bytes, file.size(), pixels.data(), width, 0, height, TJPF_RGB,
                      0) != 0)
        throw std::runtime_error(tjGetErrorStr2(decompressor));
}

void measure(int side, int rounds, const std::vector<std::string> &paths) {
    const tessera::Session session;
    const tessera::TileOptions options{.shape = {side, side}};
    std::vector<std::string> files;
    for (const std::string &path : paths)
        files.push_back(tessera::test::read_file(path));
    const Decompressor decompressor(tjInitDecompress());
    std::vector<unsigned char> pixels;
    std::vector<double> decoding, tiles;
    for (int round = -1; round < rounds; ++round) { // the first warms up
        auto begin = Clock::now();
        for (const std::string &file : files)
            decode(decompressor.get(), file, side, pixels);
        const double decoded = seconds_since(begin);
        begin = Clock::now();
        for (const std::string &path : paths)
            static_cast<void>(tessera::internal::features_of(
                tessera::internal::load_tile(path, options).pixels, options.shape));
        if (round >= 0) {
            decoding.push_back(decoded);
            tiles.push_back(seconds_since(begin));
        }
    }
    std::printf("%zu files, median of %d rounds: decoding %.1f ms, tiles %.1f ms a file; "
                "%.2f of the speed of decoding alone\n",
                files.size(), rounds, 1e3 * median(decoding) / double(files.size()),
                1e3 * median(tiles) / double(files.size()), median(decoding) / median(tiles));
}

} // namespace

int main(int argc, char **argv) {
    if (argc < 4) {
        std::fprintf(stderr, "usage: %s SIDE ROUNDS JPEG...\n", argv[0]);
        return 2;
    }
    try {
        measure(std::atoi(argv[1]), std::max(1, std::atoi(argv[2])), {argv + 3, argv + argc});
    } catch (const std::exception &error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
    return 0;
}
