#include "base/option_list.hpp"

#include <algorithm>
#include <charconv>
#include <spdlog/fmt/fmt.h>

namespace tessera::internal {
namespace {

std::string_view trimmed(std::string_view text) {
    const auto begin = text.find_first_not_of(' ');
    return begin == std::string_view::npos
               ? std::string_view()
               : text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

std::string lower(std::string text) {
    for (char &c : text)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    return text;
}

} // namespace

OptionList::OptionList(std::string_view text) {
    while (!text.empty()) {
        const auto comma = std::min(text.find(','), text.size());
        const std::string_view part = trimmed(text.substr(0, comma));
        text.remove_prefix(std::min(comma + 1, text.size()));
        if (part.empty())
            continue;
        const auto equals = std::min(part.find('='), part.size());
        std::string name(trimmed(part.substr(0, equals)));
        std::replace(name.begin(), name.end(), '_', '-');
        values_[name] = equals == part.size() ? "true" : trimmed(part.substr(equals + 1));
    }
}

std::string OptionList::take(const std::string &name, std::string_view usual) {
    const auto found = values_.find(name);
    if (found == values_.end())
        return std::string(usual);
    std::string value = lower(found->second);
    values_.erase(found);
    return value;
}

int OptionList::number(const std::string &name, int least, int most, int usual) {
    const std::string text = take(name, std::to_string(usual));
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value < least || value > most)
        throw Refusal{fmt::format("{} is {} to {}, not '{}'", name, least, most, text)};
    return value;
}

bool OptionList::flag(const std::string &name, bool usual) {
    return choice(name, {"true", "false"}, usual ? "true" : "false") == "true";
}

std::string OptionList::choice(const std::string &name,
                               std::initializer_list<std::string_view> values,
                               std::string_view usual) {
    std::string value = take(name, usual);
    if (std::ranges::find(values, value) == values.end())
        throw Refusal{fmt::format("{} is {}, not '{}'", name, fmt::join(values, ", "), value)};
    return value;
}

void OptionList::finish() const {
    if (!values_.empty())
        throw Refusal{fmt::format("it has no option '{}'", values_.begin()->first)};
}

} // namespace tessera::internal
