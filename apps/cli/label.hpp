// Labels as users see them.
#pragma once

#include <tessera/tile.hpp>

#include <nlohmann/json.hpp>
#include <string>

namespace tessera::cli {

[[nodiscard]] inline nlohmann::json json_of(const Label &label) {
    if (const auto *number = std::get_if<std::int64_t>(&label))
        return *number;
    if (const auto *text = std::get_if<std::string>(&label))
        return *text;
    return nullptr;
}

[[nodiscard]] inline std::string text_of(const Label &label) {
    if (const auto *number = std::get_if<std::int64_t>(&label))
        return std::to_string(*number);
    const auto *text = std::get_if<std::string>(&label);
    return text ? *text : std::string();
}

} // namespace tessera::cli
