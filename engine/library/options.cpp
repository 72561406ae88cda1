#include "library/options.hpp"

#include <tessera/error.hpp>
#include <tessera/library.hpp>

#include <array>
#include <charconv>
#include <nlohmann/json.hpp>
#include <spdlog/fmt/fmt.h>
#include <string_view>
#include <utility>

namespace tessera::internal {
namespace {

constexpr std::array<std::pair<Crop, std::string_view>, 3> crops = {{
    {Crop::centre, "centre"},
    {Crop::entropy, "entropy"},
    {Crop::attention, "attention"},
}};

std::string text_of(TileShape shape, const std::string &options) {
    return shape == any_shape
               ? "pictures of any size"
               : fmt::format("tiles of {} x {} px, {}", shape.width, shape.height, options);
}

} // namespace

std::string options_json(const TileOptions &options) {
    if (options.shape == any_shape)
        return {};
    const Rgb behind = options.background;
    nlohmann::json json;
    json["background"] = fmt::format("#{:02x}{:02x}{:02x}", behind.red, behind.green, behind.blue);
    for (const auto &[crop, name] : crops)
        if (crop == options.crop)
            json["crop"] = name;
    json["embedded"] = options.embedded;
    if (options.crops > 1)
        json["crops"] = options.crops;
    for (const Augmentation &augmentation : options.augment)
        json["augment"].push_back(to_string(augmentation));
    if (!options.augment.empty()) {
        json["copies"] = options.copies;
        json["seed"] = options.seed;
    }
    if (options.every > 0)
        json["every"] = options.every;
    return json.dump();
}

void check_tile_options(const StoreInfo &info, const TileOptions &options,
                        const std::string &path) {
    if (info.tile == options.shape && info.options == options_json(options))
        return;
    throw Error(ErrorCode::invalid_argument,
                fmt::format("tile library '{}' was built with {}; {} were asked for, for which it "
                            "has to be built from scratch (--force)",
                            path, text_of(info.tile, info.options),
                            text_of(options.shape, options_json(options))));
}

} // namespace tessera::internal

namespace tessera {
using namespace internal;

std::optional<TileOptions> tile_options_of(const StoreInfo &info) {
    TileOptions options;
    options.shape = info.tile;
    const auto json = nlohmann::json::parse(info.options, nullptr, false);
    if (json.is_object()) {
        const std::string colour = json.value("background", "");
        std::uint32_t value = 0;
        if (colour.size() == 7)
            std::from_chars(colour.data() + 1, colour.data() + colour.size(), value, 16);
        options.background = {static_cast<std::uint8_t>(value >> 16),
                              static_cast<std::uint8_t>(value >> 8),
                              static_cast<std::uint8_t>(value)};
        for (const auto &[crop, name] : crops)
            if (json.value("crop", "") == name)
                options.crop = crop;
        options.embedded = json.value("embedded", false);
        options.crops = json.value("crops", 1);
        options.every = json.value("every", 0);
        options.copies = json.value("copies", 1);
        options.seed = json.value("seed", std::uint64_t{0});
        std::string changes;
        for (const auto &change : json.value("augment", nlohmann::json::array()))
            changes.append(changes.empty() ? "" : ",").append(change.get<std::string>());
        if (!changes.empty())
            options.augment = parse_augmentations(changes);
    }
    return options_json(options) == info.options ? std::optional(options) : std::nullopt;
}

} // namespace tessera
