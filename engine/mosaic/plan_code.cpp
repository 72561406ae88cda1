#include "mosaic/plan_code.hpp"

#include "mosaic/plan.hpp"

#include <tessera/error.hpp>

#include <bit>
#include <charconv>
#include <nlohmann/json.hpp>
#include <spdlog/fmt/fmt.h>

namespace tessera::internal {
namespace {

constexpr auto plan_format = "tessera-plan 1";
constexpr auto mosaic_format = "tessera-mosaic 1";
constexpr auto transparent = "transparent";

constexpr int orientation_shift = 29;
constexpr std::uint32_t tile_mask = (std::uint32_t{1} << orientation_shift) - 1;

std::string encode_background(std::optional<Rgb> colour) {
    return colour ? fmt::format("#{:02x}{:02x}{:02x}", colour->red, colour->green, colour->blue)
                  : transparent;
}

std::optional<Rgb> decode_background(const std::string &text) {
    if (text == transparent)
        return std::nullopt;
    std::uint32_t rgb = 0;
    const char *end = text.data() + text.size();
    if (text.size() != 7 || text.front() != '#' ||
        std::from_chars(text.data() + 1, end, rgb, 16).ptr != end)
        throw Error(ErrorCode::unreadable_image, fmt::format("'{}' is no colour", text));
    return Rgb{static_cast<std::uint8_t>(rgb >> 16), static_cast<std::uint8_t>(rgb >> 8),
               static_cast<std::uint8_t>(rgb)};
}

std::string describe(std::string_view format, const Mosaic &mosaic) {
    const MosaicOrigin &origin = mosaic.origin();
    const StoreInfo &library = mosaic.library().info();
    nlohmann::json json = {
        {"format", format},
        {"columns", mosaic.grid().columns},
        {"rows", mosaic.grid().rows},
        {"tile_width", library.tile.width},
        {"tile_height", library.tile.height},
        {"library", to_string(library.digest)},
        {"library_tiles", library.tiles},
        {"source", origin.source},
        {"source_width", origin.source_size.width},
        {"source_height", origin.source_size.height},
        {"descriptor", origin.descriptor},
    };
    if (mosaic.has_empty())
        json["background"] = encode_background(mosaic.background());
    return json.dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
}

PlanInfo info_of(const nlohmann::json &json) {
    PlanInfo info;
    info.grid = {json.at("columns").get<int>(), json.at("rows").get<int>()};
    info.tile = {json.at("tile_width").get<int>(), json.at("tile_height").get<int>()};
    info.library = parse_digest(json.at("library").get<std::string>());
    info.library_tiles = json.at("library_tiles").get<std::uint32_t>();
    info.origin.source = json.at("source").get<std::string>();
    info.origin.source_size = {json.at("source_width").get<std::int64_t>(),
                               json.at("source_height").get<std::int64_t>()};
    info.origin.descriptor = json.at("descriptor").get<std::string>();
    if (json.contains("background"))
        info.background = decode_background(json["background"].get<std::string>());
    return info;
}

} // namespace

PlanPixel encode_placement(const Placement &placement) {
    if (placement.is_empty())
        return {no_tile, 0};
    const auto [red, green, blue] = placement.tint;
    const auto [scale, column, row] = placement.block;
    return {placement.tile | static_cast<std::uint32_t>(placement.orientation) << orientation_shift,
            std::uint32_t{static_cast<std::uint8_t>(red)} |
                std::uint32_t{static_cast<std::uint8_t>(green)} << 8 |
                std::uint32_t{static_cast<std::uint8_t>(blue)} << 16 |
                static_cast<std::uint32_t>(std::countr_zero(scale)) << 24 |
                std::uint32_t{column} << 26 | std::uint32_t{row} << 28};
}

Placement decode_placement(const PlanPixel &pixel) {
    const auto [cell, changes] = pixel;
    const bool empty = cell == no_tile;
    return {empty ? no_tile : cell & tile_mask,
            empty ? Orientation::upright : static_cast<Orientation>(cell >> orientation_shift),
            {static_cast<std::int8_t>(changes), static_cast<std::int8_t>(changes >> 8),
             static_cast<std::int8_t>(changes >> 16)},
            {static_cast<std::uint8_t>(1U << (changes >> 24 & 3)),
             static_cast<std::uint8_t>(changes >> 26 & 3),
             static_cast<std::uint8_t>(changes >> 28)}};
}

bool are_plain(std::span<const std::uint32_t> pixels) {
    bool plain = true;
    for (const std::uint32_t pixel : pixels) // all of them: the compiler takes several at a time
        plain &= static_cast<int>(pixel <= tile_mask) | static_cast<int>(pixel == no_tile);
    return plain;
}

std::string encode_plan_info(const Mosaic &mosaic) { return describe(plan_format, mosaic); }

std::string describe_mosaic(const Mosaic &mosaic) { return describe(mosaic_format, mosaic); }

std::optional<PlanInfo> decode_plan_info(const std::string &description) {
    const auto json = nlohmann::json::parse(description, nullptr, false);
    if (!json.is_object() || !json.contains("format") || json["format"] != plan_format)
        return std::nullopt;
    try {
        return info_of(json);
    } catch (const nlohmann::json::exception &error) {
        throw Error(ErrorCode::unreadable_image, "a plan's description lacks what it must have",
                    error.what());
    }
}

} // namespace tessera::internal
