#include "capi/border.hpp"
#include "capi/options.hpp"

#include <charconv>
#include <spdlog/fmt/fmt.h>
#include <spdlog/fmt/ranges.h>
#include <string_view>

namespace tessera::capi {

TextOptions::TextOptions(const char *const *list) {
    for (; list && *list; ++list) {
        const std::string_view text = *list;
        const std::size_t equals = text.find('=');
        values_.emplace_back(text.substr(0, equals),
                             equals == text.npos ? "true" : text.substr(equals + 1));
    }
}

std::vector<std::string> TextOptions::texts(const std::string &name) {
    asked_.push_back(name);
    std::vector<std::string> found;
    std::erase_if(values_, [&](const std::pair<std::string, std::string> &option) {
        if (option.first == name)
            found.push_back(option.second);
        return option.first == name;
    });
    return found;
}

std::optional<std::string> TextOptions::text(const std::string &name) {
    std::vector<std::string> found = texts(name);
    if (found.size() > 1)
        refuse(fmt::format("the option '{}' was given twice", name));
    return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
}

bool TextOptions::flag(const std::string &name, bool otherwise) {
    const auto value = text(name);
    if (value && value != "true" && value != "false")
        refuse(fmt::format("{} is true or false, not '{}'", name, *value));
    return value ? value == "true" : otherwise;
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
