// A mosaic's plan as a picture of tile ids: docs/formats.md has it to the byte.

#include "base/pending_output.hpp"
#include "image/guard.hpp"
#include "image/open.hpp"
#include "image/session.hpp"
#include "mosaic/plan_code.hpp"

#include <tessera/error.hpp>

#include <algorithm>
#include <memory>
#include <spdlog/fmt/fmt.h>
#include <string_view>
#include <utility>
#include <vips/vips8>

namespace tessera {
using namespace internal;
using vips::VImage;
namespace {

constexpr int strip_cells = 1 << 20;

/// The description of a TIFF, or nothing.
std::string description_of(const VImage &image) {
    return image.get_typeof(VIPS_META_IMAGEDESCRIPTION) == 0
               ? std::string()
               : image.get_string(VIPS_META_IMAGEDESCRIPTION);
}

std::optional<PlanInfo> plan_info_of(const VImage &image, const std::string &path) {
    try {
        const auto info = decode_plan_info(description_of(image));
        if (!info || (image.format() == VIPS_FORMAT_UINT && image.bands() <= 2 &&
                      image.width() == info->grid.columns && image.height() == info->grid.rows))
            return info;
    } catch (const Error &) {
    }
    throw unreadable(path, "its description does not fit a plan");
}

struct UnrefRegion {
    void operator()(VipsRegion *region) const noexcept { g_object_unref(region); }
};

/// Hands each row's pixels to `take`, from top to bottom.
template <class Take> void read_rows(const VImage &image, Take &&take) {
    const std::unique_ptr<VipsRegion, UnrefRegion> region(vips_region_new(image.get_image()));
    const int height = std::max(1, strip_cells / image.width());
    for (int top = 0; top < image.height(); top += height) {
        const VipsRect strip{0, top, image.width(), std::min(height, image.height() - top)};
        if (vips_region_prepare(region.get(), &strip) != 0)
            throw vips::VError();
        for (int y = top; y < VIPS_RECT_BOTTOM(&strip); ++y)
            take(reinterpret_cast<const std::uint32_t *>(VIPS_REGION_ADDR(region.get(), 0, y)));
    }
}

Mosaic read_mosaic(const VImage &image, const PlanInfo &info, const TileLibrary &library) {
    std::vector<TileId> tiles;
    std::vector<Placement> placements; // instead, once one of them isn't a plain tile
    const auto columns = static_cast<std::size_t>(info.grid.columns);
    const auto bands = static_cast<std::size_t>(image.bands());
    tiles.reserve(info.grid.cells());
    read_rows(image, [&](const std::uint32_t *row) {
        if (const std::span pixels(row, columns);
            bands == 1 && placements.empty() && are_plain(pixels)) {
            tiles.insert(tiles.end(), pixels.begin(), pixels.end());
            return;
        }
        for (const std::uint32_t *cell = row; cell != row + columns * bands; cell += bands) {
            const Placement placement = decode_placement({cell[0], bands > 1 ? cell[1] : 0});
            const bool plain = placement == Placement{placement.tile};
            if (placements.empty() && !plain)
                for (const TileId tile : tiles)
                    placements.push_back({tile});
            if (placements.empty() && plain)
                tiles.push_back(placement.tile);
            else
                placements.push_back(placement);
        }
    });
    return placements.empty() ? Mosaic::of_tiles(info.grid, std::move(tiles), library, info.origin)
                              : Mosaic(info.grid, placements, library, info.origin);
}

/// The plan as a picture, drawn where libvips asks for it. REQUIRES: the mosaic outlives it.
struct PlanPicture {
    std::span<const VariantIndex> cells;
    std::size_t columns;
    std::vector<std::uint32_t> pixels; ///< variants x bands
    std::size_t bands;

    explicit PlanPicture(const Mosaic &mosaic)
        : cells(mosaic.cells()), columns(static_cast<std::size_t>(mosaic.grid().columns)),
          bands(std::ranges::any_of(mosaic.variants(),
                                    [](const Placement &v) { return encode_placement(v)[1] != 0; })
                    ? 2
                    : 1) {
        for (const Placement &variant : mosaic.variants()) {
            const PlanPixel pixel = encode_placement(variant);
            pixels.insert(pixels.end(), pixel.begin(), pixel.begin() + std::ptrdiff_t(bands));
        }
    }

    static int draw(VipsRegion *out, void *, void *self, void *, gboolean *) {
        const auto &plan = *static_cast<const PlanPicture *>(self);
        const VipsRect &area = out->valid;
        for (int y = area.top; y < VIPS_RECT_BOTTOM(&area); ++y) {
            auto *to = reinterpret_cast<std::uint32_t *>(VIPS_REGION_ADDR(out, area.left, y));
            const auto row = plan.cells.subspan(static_cast<std::size_t>(y) * plan.columns +
                                                    static_cast<std::size_t>(area.left),
                                                static_cast<std::size_t>(area.width));
            for (const VariantIndex variant : row)
                to = std::copy_n(&plan.pixels[variant * plan.bands], plan.bands, to);
        }
        return 0;
    }

    [[nodiscard]] VImage image(Grid grid) {
        const VImage image(vips_image_new());
        vips_image_init_fields(image.get_image(), grid.columns, grid.rows, static_cast<int>(bands),
                               VIPS_FORMAT_UINT, VIPS_CODING_NONE, VIPS_INTERPRETATION_B_W, 1.0,
                               1.0);
        if (vips_image_pipelinev(image.get_image(), VIPS_DEMAND_STYLE_THINSTRIP, nullptr) != 0 ||
            vips_image_generate(image.get_image(), nullptr, draw, nullptr, this, nullptr) != 0)
            throw vips::VError();
        return image;
    }
};

void check_library(const PlanInfo &plan, const StoreInfo &library, const std::string &path) {
    if (plan.library != library.digest)
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("plan '{}' was made for another library than this: for one of {} "
                                "tiles ({}), and this has {} ({}). If it was changed since, make "
                                "the plan again",
                                path, plan.library_tiles, to_string(plan.library), library.tiles,
                                to_string(library.digest)));
}

} // namespace

void save_plan(const Mosaic &mosaic, const std::string &path, bool replace) {
    if (mosaic.library().info().tiles > most_plan_tiles)
        throw Error(ErrorCode::unsupported,
                    fmt::format("cannot write plan '{}': plans hold {} tiles at most", path,
                                most_plan_tiles));
    start_libvips();
    PendingOutput output(path, replace);
    guarded(ErrorCode::write_failed, fmt::format("cannot write plan '{}'", path), [&] {
        PlanPicture picture(mosaic);
        VImage image = picture.image(mosaic.grid());
        image.set(VIPS_META_IMAGEDESCRIPTION, encode_plan_info(mosaic).c_str());
        // No predictor: ids are names, and the difference of two says nothing.
        image.tiffsave(output.path().c_str(),
                       VImage::option()
                           ->set("compression", VIPS_FOREIGN_TIFF_COMPRESSION_DEFLATE)
                           ->set("predictor", VIPS_FOREIGN_TIFF_PREDICTOR_NONE));
    });
    output.commit(Durability::flushed);
}

std::optional<PlanInfo> read_plan_info(const std::string &path) {
    const PictureFile file(path);
    const char *loader = file.stream_loader();
    if (!loader || std::string_view(loader).find("Tiff") == std::string_view::npos)
        return std::nullopt; // a video, say, which libvips may take for a picture
    return plan_info_of(file.load(VIPS_ACCESS_SEQUENTIAL), path);
}

Mosaic load_plan(const std::string &path, const TileLibrary &library) {
    const PictureFile file(path);
    const VImage image = file.load(VIPS_ACCESS_SEQUENTIAL);
    const auto info = plan_info_of(image, path);
    if (!info)
        throw unreadable(path, "it is a picture, but not a plan");
    check_library(*info, library.info(), path);
    return guarded(ErrorCode::unreadable_image,
                   fmt::format("cannot read plan '{}': its pixels are damaged or cut short", path),
                   [&] { return read_mosaic(image, *info, library); })
        .with_background(info->background);
}

} // namespace tessera
