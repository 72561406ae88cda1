// A mosaic's plan as a picture of tile ids: docs/formats.md has it to the byte.

#include "compose/plan.hpp"

#include "base/pending_output.hpp"
#include "image/guard.hpp"
#include "image/open.hpp"
#include "image/session.hpp"

#include <tessera/error.hpp>

#include <algorithm>
#include <bit>
#include <memory>
#include <nlohmann/json.hpp>
#include <spdlog/fmt/fmt.h>
#include <utility>
#include <vips/vips8>

namespace tessera {
using vips::VImage;
namespace {

constexpr auto plan_format = "tessera-plan 1";
constexpr auto mosaic_format = "tessera-mosaic 1";

// The first band: tile id and orientation. A second one, where any tile is tinted or enlarged: the
// tint and the block.
constexpr int orientation_shift = 29;
constexpr std::uint32_t most_tiles = std::uint32_t{1} << orientation_shift;
constexpr int strip_cells = 1 << 20;

std::uint32_t encode_variant(const Placement &variant) {
    return variant.tile | static_cast<std::uint32_t>(variant.orientation) << orientation_shift;
}

std::uint32_t encode_changes(const Placement &variant) {
    const auto [red, green, blue] = variant.tint;
    const auto [scale, column, row] = variant.block;
    return std::uint32_t{static_cast<std::uint8_t>(red)} |
           std::uint32_t{static_cast<std::uint8_t>(green)} << 8 |
           std::uint32_t{static_cast<std::uint8_t>(blue)} << 16 |
           static_cast<std::uint32_t>(std::countr_zero(scale)) << 24 | std::uint32_t{column} << 26 |
           std::uint32_t{row} << 28;
}

/// What can't be decoded is a placement that no mosaic takes.
Placement decode_placement(std::uint32_t variant, std::uint32_t changes) {
    return {variant % most_tiles,
            static_cast<Orientation>(variant >> orientation_shift),
            {static_cast<std::int8_t>(changes), static_cast<std::int8_t>(changes >> 8),
             static_cast<std::int8_t>(changes >> 16)},
            {static_cast<std::uint8_t>(1U << (changes >> 24 & 3)),
             static_cast<std::uint8_t>(changes >> 26 & 3),
             static_cast<std::uint8_t>(changes >> 28)}};
}

std::string encode_plan_info(std::string_view format, const PlanInfo &info) {
    const MosaicOrigin &origin = info.origin;
    const nlohmann::json json = {
        {"format", format},
        {"columns", info.grid.columns},
        {"rows", info.grid.rows},
        {"tile_width", info.tile.width},
        {"tile_height", info.tile.height},
        {"library", to_string(info.library)},
        {"library_tiles", info.library_tiles},
        {"source", origin.source},
        {"source_width", origin.source_size.width},
        {"source_height", origin.source_size.height},
        {"descriptor", origin.descriptor},
    };
    return json.dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
}

PlanInfo decode_plan_info(const nlohmann::json &json) {
    PlanInfo info;
    info.grid = {json.at("columns").get<int>(), json.at("rows").get<int>()};
    info.tile = {json.at("tile_width").get<int>(), json.at("tile_height").get<int>()};
    info.library = parse_digest(json.at("library").get<std::string>());
    info.library_tiles = json.at("library_tiles").get<std::uint32_t>();
    info.origin.source = json.at("source").get<std::string>();
    info.origin.source_size = {json.at("source_width").get<std::int64_t>(),
                               json.at("source_height").get<std::int64_t>()};
    info.origin.descriptor = json.at("descriptor").get<std::string>();
    return info;
}

/// The description of a TIFF, or nothing.
std::string description_of(const VImage &image) {
    return image.get_typeof(VIPS_META_IMAGEDESCRIPTION) == 0
               ? std::string()
               : image.get_string(VIPS_META_IMAGEDESCRIPTION);
}

std::optional<PlanInfo> plan_info_of(const VImage &image, const std::string &path) {
    const auto json = nlohmann::json::parse(description_of(image), nullptr, false);
    if (!json.is_object() || !json.contains("format") || json["format"] != plan_format)
        return std::nullopt;
    try {
        PlanInfo info = decode_plan_info(json);
        if (image.format() == VIPS_FORMAT_UINT && image.bands() <= 2 &&
            image.width() == info.grid.columns && image.height() == info.grid.rows)
            return info;
    } catch (const nlohmann::json::exception &) {
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
        for (const std::uint32_t *cell = row; cell != row + columns * bands; cell += bands) {
            const Placement placement = decode_placement(cell[0], bands > 1 ? cell[1] : 0);
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
          bands(std::ranges::any_of(mosaic.variants(), encode_changes) ? 2 : 1) {
        for (const Placement &variant : mosaic.variants()) {
            pixels.push_back(encode_variant(variant));
            if (bands == 2)
                pixels.push_back(encode_changes(variant));
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

PlanInfo info_of(const Mosaic &mosaic) {
    const StoreInfo &library = mosaic.library().info();
    return {mosaic.grid(), library.tile, library.digest, library.tiles, mosaic.origin()};
}

void check_library(const PlanInfo &plan, const StoreInfo &library, const std::string &path) {
    if (plan.library != library.digest)
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("plan '{}' was made with another library: it names {} ({} tiles), "
                                "this one is {} ({} tiles)",
                                path, to_string(plan.library), plan.library_tiles,
                                to_string(library.digest), library.tiles));
}

} // namespace

std::string describe_mosaic(const Mosaic &mosaic) {
    return encode_plan_info(mosaic_format, info_of(mosaic));
}

void save_plan(const Mosaic &mosaic, const std::string &path, bool replace) {
    if (mosaic.library().info().tiles > most_tiles)
        throw Error(
            ErrorCode::unsupported,
            fmt::format("cannot write plan '{}': plans hold {} tiles at most", path, most_tiles));
    start_libvips();
    PendingOutput output(path, replace);
    guarded(ErrorCode::write_failed, fmt::format("cannot write plan '{}'", path), [&] {
        PlanPicture picture(mosaic);
        VImage image = picture.image(mosaic.grid());
        image.set(VIPS_META_IMAGEDESCRIPTION,
                  encode_plan_info(plan_format, info_of(mosaic)).c_str());
        // No predictor: ids are names, and the difference of two says nothing.
        image.tiffsave(output.path().c_str(),
                       VImage::option()
                           ->set("compression", VIPS_FOREIGN_TIFF_COMPRESSION_DEFLATE)
                           ->set("predictor", VIPS_FOREIGN_TIFF_PREDICTOR_NONE));
    });
    output.commit(Durability::flushed);
}

std::optional<PlanInfo> read_plan_info(const std::string &path) {
    return plan_info_of(PictureFile(path).load(VIPS_ACCESS_SEQUENTIAL), path);
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
                   [&] { return read_mosaic(image, *info, library); });
}

} // namespace tessera
