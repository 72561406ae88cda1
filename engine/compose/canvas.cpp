#include "compose/canvas.hpp"

#include "compose/variant.hpp"
#include "image/memory.hpp"

#include <algorithm>
#include <cstring>
#include <memory>
#include <utility>

namespace tessera {
using vips::VImage;
namespace {

struct Canvas {
    Mosaic mosaic;
    VariantPixels variants;

    explicit Canvas(const Mosaic &what) : mosaic(what), variants(what) {}

    /// Copies the part of one cell that lies within `out`.
    void draw_cell(int row, int column, VipsRegion *out) const {
        const TileShape tile = mosaic.tile();
        const VipsRect &wanted = out->valid;
        const int left = std::max(column * tile.width, wanted.left);
        const int right = std::min((column + 1) * tile.width, VIPS_RECT_RIGHT(&wanted));
        const int top = std::max(row * tile.height, wanted.top);
        const int bottom = std::min((row + 1) * tile.height, VIPS_RECT_BOTTOM(&wanted));
        const std::size_t tile_row = static_cast<std::size_t>(tile.width) * 3;
        const std::uint8_t *from =
            variants.of(mosaic.cells_of(row)[static_cast<std::size_t>(column)]) +
            static_cast<std::size_t>(top - row * tile.height) * tile_row +
            static_cast<std::size_t>(left - column * tile.width) * 3;
        for (int y = top; y < bottom; ++y, from += tile_row)
            std::memcpy(VIPS_REGION_ADDR(out, left, y), from,
                        static_cast<std::size_t>(right - left) * 3);
    }

    static int draw(VipsRegion *out, void *, void *self, void *, gboolean *) {
        const auto &canvas = *static_cast<const Canvas *>(self);
        const TileShape tile = canvas.mosaic.tile();
        const VipsRect &wanted = out->valid;
        const int last_row = (VIPS_RECT_BOTTOM(&wanted) - 1) / tile.height;
        const int last_column = (VIPS_RECT_RIGHT(&wanted) - 1) / tile.width;
        for (int row = wanted.top / tile.height; row <= last_row; ++row)
            for (int column = wanted.left / tile.width; column <= last_column; ++column)
                canvas.draw_cell(row, column, out);
        return 0;
    }

    static void destroy(VipsImage *, Canvas *self) { delete self; }
};

} // namespace

VariantPixels::VariantPixels(const Mosaic &mosaic) {
    pixels_.reserve(mosaic.variants().size());
    std::vector<std::uint8_t> scratch;
    for (const Placement variant : mosaic.variants()) {
        pixels_.push_back(variant_pixels(mosaic.library().store(), variant, scratch).data());
        if (!scratch.empty())
            copies_.push_back(std::exchange(scratch, {}));
    }
}

VImage stream_canvas(const Mosaic &mosaic) {
    auto canvas = std::make_unique<Canvas>(mosaic);
    const VImage image(vips_image_new());
    const Size size = mosaic.size();
    vips_image_init_fields(image.get_image(), static_cast<int>(size.width),
                           static_cast<int>(size.height), 3, VIPS_FORMAT_UCHAR, VIPS_CODING_NONE,
                           VIPS_INTERPRETATION_sRGB, 1.0, 1.0);
    // The image owns the canvas from here on: GLib calls destroy once, when the last pixel is drawn
    // and the last copy of the image has gone.
    Canvas *owned = canvas.release();
    g_signal_connect(image.get_image(), "postclose", G_CALLBACK(Canvas::destroy), owned);
    if (vips_image_pipelinev(image.get_image(), VIPS_DEMAND_STYLE_ANY, nullptr) != 0 ||
        vips_image_generate(image.get_image(), nullptr, Canvas::draw, nullptr, owned, nullptr) != 0)
        throw vips::VError();
    return image;
}

VImage arrayjoin_canvas(const Mosaic &mosaic) {
    // Tiles must lie in memory: arrayjoin before libvips 8.15.2 hands on a pointer into a region
    // that it then frees.
    const VariantPixels variants(mosaic);
    const TileShape tile = mosaic.tile();
    std::vector<VImage> images;
    for (VariantIndex variant = 0; variant < mosaic.variants().size(); ++variant)
        images.push_back(copy_rgb({variants.of(variant), tile.bytes()}, tile.width, tile.height));
    std::vector<VImage> cells;
    cells.reserve(mosaic.grid().cells());
    for (const VariantIndex variant : mosaic.cells())
        cells.push_back(images[variant]);
    return VImage::arrayjoin(cells, VImage::option()->set("across", mosaic.grid().columns));
}

} // namespace tessera
