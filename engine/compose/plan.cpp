// A mosaic's plan as a picture of tile ids: docs/formats.md has it to the byte.

#include "base/pending_output.hpp"
#include "image/guard.hpp"
#include "image/open.hpp"
#include "image/session.hpp"

#include <tessera/error.hpp>
#include <tessera/mosaic.hpp>

#include <memory>
#include <nlohmann/json.hpp>
#include <spdlog/fmt/fmt.h>
#include <utility>
#include <vips/vips8>

namespace tessera {
using vips::VImage;
namespace {

constexpr auto plan_format = "tessera-plan 1";

std::string encode_plan_info(const PlanInfo &info) {
    const MosaicOrigin &origin = info.origin;
    const nlohmann::json json = {
        {"format", plan_format},
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
        if (image.format() == VIPS_FORMAT_UINT && image.bands() == 1 &&
            image.width() == info.grid.columns && image.height() == info.grid.rows)
            return info;
    } catch (const nlohmann::json::exception &) {
    } catch (const Error &) {
    }
    throw unreadable(path, "its description does not fit a plan");
}

std::vector<Placement> read_placements(const VImage &image, const std::string &path) {
    return guarded(ErrorCode::unreadable_image,
                   fmt::format("cannot read plan '{}': its pixels are damaged or cut short", path),
                   [&] {
                       std::size_t bytes = 0;
                       const std::unique_ptr<void, decltype(&g_free)> memory(
                           image.write_to_memory(&bytes), &g_free);
                       const auto *ids = static_cast<const TileId *>(memory.get());
                       std::vector<Placement> placements(bytes / sizeof(TileId));
                       for (std::size_t i = 0; i < placements.size(); ++i)
                           placements[i].tile = ids[i];
                       return placements;
                   });
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

void save_plan(const Mosaic &mosaic, const std::string &path, bool replace) {
    const StoreInfo &library = mosaic.library().info();
    const auto placements = mosaic.placements();
    std::vector<TileId> ids(placements.size());
    for (std::size_t i = 0; i < ids.size(); ++i)
        ids[i] = placements[i].tile;
    start_libvips();
    PendingOutput output(path, replace);
    guarded(ErrorCode::write_failed, fmt::format("cannot write plan '{}'", path), [&] {
        VImage image =
            VImage::new_from_memory(ids.data(), ids.size() * sizeof(TileId), mosaic.grid().columns,
                                    mosaic.grid().rows, 1, VIPS_FORMAT_UINT)
                .copy(VImage::option()->set("interpretation", VIPS_INTERPRETATION_B_W));
        image.set(VIPS_META_IMAGEDESCRIPTION,
                  encode_plan_info(
                      {mosaic.grid(), library.tile, library.digest, library.tiles, mosaic.origin()})
                      .c_str());
        image.tiffsave(output.path().c_str(),
                       VImage::option()->set("compression", VIPS_FOREIGN_TIFF_COMPRESSION_DEFLATE));
    });
    output.commit();
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
    return {info->grid, read_placements(image, path), library, info->origin};
}

} // namespace tessera
