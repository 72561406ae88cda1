#include "compose/canvas.hpp"

#include "compose/enlarge.hpp"
#include "compose/variant.hpp"
#include "image/memory.hpp"

#include <algorithm>
#include <cstring>
#include <memory>
#include <new>
#include <optional>
#include <utility>

namespace tessera::internal {
using vips::VImage;
namespace {

/// Rows of 3-band px, one below the other.
struct Rows {
    const std::uint8_t *first;
    std::size_t bytes; ///< from a row to the next
};

void copy_opaque(const std::uint8_t *from, int count, VipsPel *to) {
    for (const std::uint8_t *end = from + std::ptrdiff_t{3} * count; from != end; from += 3) {
        to = std::copy_n(from, 3, to);
        *to++ = 255;
    }
}

void copy_rows(Rows from, const VipsRect &to, VipsRegion *out) {
    for (int y = to.top; y < VIPS_RECT_BOTTOM(&to); ++y, from.first += from.bytes) {
        VipsPel *row = VIPS_REGION_ADDR(out, to.left, y);
        if (out->im->Bands == 4)
            copy_opaque(from.first, to.width, row);
        else
            std::memcpy(row, from.first, static_cast<std::size_t>(to.width) * 3);
    }
}

struct Canvas {
    Mosaic mosaic;
    LaidTiles tiles;
    std::vector<std::uint8_t> empty_row; ///< of an empty cell that has a colour

    explicit Canvas(const Mosaic &what) : mosaic(what), tiles(what) {
        if (const auto colour = mosaic.background(); colour && mosaic.has_empty())
            for (int x = 0; x < mosaic.tile().width; ++x)
                empty_row.insert(empty_row.end(), {colour->red, colour->green, colour->blue});
    }

    /// Draws the part of one cell that lies within `out`.
    void draw_cell(int row, int column, VipsRegion *out) const {
        const TileShape tile = mosaic.tile();
        const VipsRect cell{column * tile.width, row * tile.height, tile.width, tile.height};
        VipsRect part;
        vips_rect_intersectrect(&cell, &out->valid, &part);
        const VariantIndex variant = mosaic.cells_of(row)[static_cast<std::size_t>(column)];
        const Placement &placement = mosaic.variants()[variant];
        const int left = part.left - cell.left, top = part.top - cell.top;
        if (placement.is_empty()) {
            draw_empty(part, out);
        } else if (placement.block.scale > 1) {
            const Rect area = area_of(placement.block, tile);
            draw_enlarged(variant, {area.left + left, area.top + top, part.width, part.height},
                          part, out);
        } else {
            const std::size_t tile_row = static_cast<std::size_t>(tile.width) * 3;
            const std::size_t first =
                static_cast<std::size_t>(top) * tile_row + static_cast<std::size_t>(left) * 3;
            copy_rows({tiles.of(variant) + first, tile_row}, part, out);
        }
    }

    void draw_empty(const VipsRect &to, VipsRegion *out) const {
        if (!empty_row.empty())
            copy_rows({empty_row.data(), 0}, to, out);
        else
            vips_region_paint(out, &to, 0);
    }

    void draw_enlarged(VariantIndex variant, Rect part, const VipsRect &to, VipsRegion *out) const {
        const std::size_t row_bytes = static_cast<std::size_t>(part.width) * 3;
        std::vector<std::uint8_t> pixels(static_cast<std::size_t>(part.height) * row_bytes);
        EnlargedTile({tiles.of(variant), mosaic.tile().bytes()}, mosaic.tile(),
                     mosaic.variants()[variant].block.scale)
            .draw(part, pixels);
        copy_rows({pixels.data(), row_bytes}, to, out);
    }

    void draw_cells(VipsRegion *out) const {
        const TileShape tile = mosaic.tile();
        const VipsRect &wanted = out->valid;
        const int last_row = (VIPS_RECT_BOTTOM(&wanted) - 1) / tile.height;
        const int last_column = (VIPS_RECT_RIGHT(&wanted) - 1) / tile.width;
        for (int row = wanted.top / tile.height; row <= last_row; ++row)
            for (int column = wanted.left / tile.width; column <= last_column; ++column)
                draw_cell(row, column, out);
    }

    static int draw(VipsRegion *out, void *, void *self, void *, gboolean *) {
        try {
            static_cast<const Canvas *>(self)->draw_cells(out);
            return 0;
        } catch (const std::bad_alloc &) { // libvips is C
            vips_error("tessera", "out of memory");
            return -1;
        }
    }

    static void destroy(VipsImage *, Canvas *self) { delete self; }
};

} // namespace

LaidTiles::LaidTiles(const Mosaic &mosaic) {
    pixels_.reserve(mosaic.variants().size());
    std::vector<std::uint8_t> scratch;
    std::optional<Placement> last;
    for (Placement variant : mosaic.variants()) {
        variant.block = {};
        // The blocks of a tile are neighbours in variants().
        if (variant.is_empty())
            pixels_.push_back(nullptr);
        else if (variant != std::exchange(last, variant))
            pixels_.push_back(laid_tile(mosaic.library().store(), variant, scratch).data());
        else
            pixels_.push_back(pixels_.back());
        if (!scratch.empty())
            copies_.push_back(std::exchange(scratch, {}));
    }
}

VImage stream_canvas(const Mosaic &mosaic) {
    auto canvas = std::make_unique<Canvas>(mosaic);
    const VImage image(vips_image_new());
    const Size size = mosaic.size();
    vips_image_init_fields(image.get_image(), static_cast<int>(size.width),
                           static_cast<int>(size.height), mosaic.form().alpha ? 4 : 3,
                           VIPS_FORMAT_UCHAR, VIPS_CODING_NONE, VIPS_INTERPRETATION_sRGB, 1.0, 1.0);
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
    const TileShape tile = mosaic.tile();
    std::vector<std::uint8_t> scratch;
    std::vector<VImage> images;
    for (VariantIndex variant = 0; variant < mosaic.variants().size(); ++variant) {
        const VImage image =
            copy_rgb(variant_pixels(mosaic, variant, scratch), tile.width, tile.height);
        const double alpha = mosaic.variants()[variant].is_empty() ? 0 : 255;
        images.push_back(mosaic.form().alpha ? image.bandjoin_const({alpha}).copy_memory() : image);
    }
    std::vector<VImage> cells;
    cells.reserve(mosaic.grid().cells());
    for (const VariantIndex variant : mosaic.cells())
        cells.push_back(images[variant]);
    return VImage::arrayjoin(cells, VImage::option()->set("across", mosaic.grid().columns));
}

} // namespace tessera::internal
