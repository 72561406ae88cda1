// Shows how to make a mosaic of a picture in the program's own memory, and how to draw a part of
// the mosaic into memory. The library is the only file. Read 02_any_rectangle.cpp first.
// Run it: 04_pixels_in_memory LIBRARY

#include <tessera/tessera.hpp>

#include <cstdint>
#include <cstdio>
#include <exception>
#include <memory>
#include <vector>

int main(int argc, char **argv) {
    if (argc != 2) {
        std::fprintf(stderr, "usage: %s LIBRARY\n", argv[0]);
        return 2;
    }
    try {
        constexpr int width = 320, height = 240;
        // A camera or a renderer has such a frame: rows of red, green and blue.
        const auto frame = std::make_shared<std::vector<std::uint8_t>>();
        for (int y = 0; y < height; ++y)
            for (int x = 0; x < width; ++x)
                for (const int value : {x * 255 / width, y * 255 / height, 128})
                    frame->push_back(static_cast<std::uint8_t>(value));

        // The source keeps the owner of the pixels, so it reads them where they are.
        const auto source = tessera::Source::from_pixels({frame->data(), width, height}, frame);
        const auto library = tessera::TileLibrary::open(argv[1]);
        const auto mosaic = tessera::match(source, library, {.grid = {40, 30}});

        const tessera::Rect area{mosaic.tile().width / 2, 0, 400, 300};
        std::vector<std::uint8_t> pixels(400 * 300 * 3);
        tessera::draw(tessera::compose(mosaic), area, {pixels.data(), 400, 300});
        std::uint64_t red = 0;
        for (std::size_t i = 0; i < pixels.size(); i += 3)
            red += pixels[i];
        std::printf("%lld x %lld px, of which 400 x 300 were drawn; their mean red is %.1f\n",
                    static_cast<long long>(mosaic.size().width),
                    static_cast<long long>(mosaic.size().height),
                    static_cast<double>(red) / (400 * 300));
    } catch (const std::exception &error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
    return 0;
}
