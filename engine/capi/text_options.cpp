#include "capi/border.hpp"
#include "capi/options.hpp"

#include <algorithm>
#include <charconv>
#include <spdlog/fmt/fmt.h>
#include <spdlog/fmt/ranges.h>
#include <string_view>

namespace tessera::capi {

TextOptions::TextOptions(const char *const *list) {
    for (; list && *list; ++list) {
        const std::string_view text = *list;
        const std::size_t equals = text.find('=');
        std::string name(text.substr(0, equals));
        for (const auto &[other, value] : values_)
            if (other == name)
                refuse(fmt::format("the option '{}' was given twice", name));
        values_.emplace_back(std::move(name),
                             equals == text.npos ? "true" : std::string(text.substr(equals + 1)));
    }
}

std::optional<std::string> TextOptions::text(const std::string &name) {
    asked_.push_back(name);
    const auto found =
        std::ranges::find(values_, name, &std::pair<std::string, std::string>::first);
    if (found == values_.end())
        return std::nullopt;
    std::string value = std::move(found->second);
    values_.erase(found);
    return value;
}

bool TextOptions::flag(const std::string &name) {
    const auto value = text(name);
    if (value && value != "true" && value != "false")
        refuse(fmt::format("{} is true or false, not '{}'", name, *value));
    return value == "true";
}

std::optional<double> TextOptions::number(const std::string &name) {
    const auto value = text(name);
    if (!value)
        return std::nullopt;
    double result = 0;
    const char *end = value->data() + value->size();
    const auto [stop, error] = std::from_chars(value->data(), end, result);
    if (error != std::errc() || stop != end)
        refuse(fmt::format("{} is a number, not '{}'", name, *value));
    return result;
}

std::optional<std::uint64_t> TextOptions::whole(const std::string &name, std::uint64_t most) {
    const auto value = text(name);
    if (!value)
        return std::nullopt;
    std::uint64_t result = 0;
    const char *end = value->data() + value->size();
    const auto [stop, error] = std::from_chars(value->data(), end, result);
    if (error != std::errc() || stop != end || result > most)
        refuse(fmt::format("{} is a whole number from 0 to {}, not '{}'", name, most, *value));
    return result;
}

void TextOptions::finish() const {
    if (!values_.empty())
        refuse(fmt::format("there is no option '{}' here; there are {}", values_.front().first,
                           fmt::join(asked_, ", ")));
}

} // namespace tessera::capi
