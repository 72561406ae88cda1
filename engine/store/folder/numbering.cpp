#include "store/folder/numbering.hpp"

#include <algorithm>
#include <charconv>
#include <spdlog/fmt/fmt.h>
#include <string_view>

namespace tessera::internal {
namespace {

constexpr std::string_view digits = "0123456789";

/// What all names share before and after their numbers.
struct Pattern {
    std::string prefix, suffix;
};

/// REQUIRES: names are sorted, and not empty.
Pattern pattern_of(const std::vector<std::string> &names) {
    // What the first and the last of sorted names share, all between them do.
    const std::string &first = names.front(), &last = names.back();
    const auto prefix_end = std::ranges::mismatch(first, last).in1;
    std::string prefix(first.begin(), prefix_end), suffix = first;
    for (const std::string &name : names) {
        const auto [mine, theirs] =
            std::mismatch(suffix.rbegin(), suffix.rend(), name.rbegin(), name.rend());
        suffix.erase(suffix.begin(), mine.base());
    }
    if (names.size() == 1) { // its last number, but for that of a suffix such as .jp2
        const std::size_t end = first.find_last_of(digits, first.rfind('.')) + 1;
        prefix = first.substr(0, end);
        suffix = first.substr(end);
    }
    prefix.erase(prefix.find_last_not_of(digits) + 1); // numbers may begin alike, and end
    suffix.erase(0, std::min(suffix.find_first_not_of(digits), suffix.size()));
    return {prefix, suffix};
}

struct Numbered {
    std::uint64_t number = 0;
    std::string digits, name;
};

Numbered read_number(const std::string &name, const Pattern &pattern, const std::string &other) {
    Numbered result{0, {}, name};
    const std::size_t around = pattern.prefix.size() + pattern.suffix.size();
    if (name.size() > around)
        result.digits = name.substr(pattern.prefix.size(), name.size() - around);
    const char *end = result.digits.data() + result.digits.size();
    const auto [read, error] = std::from_chars(result.digits.data(), end, result.number);
    if (error != std::errc() || read != end)
        throw NumberingError(
            name == other ? fmt::format("'{}' has no number", name)
                          : fmt::format("'{}' and '{}' are not numbered alike", name, other));
    return result;
}

/// The name that the number after that of `before` would have.
std::string name_after(const Numbered &before, const Pattern &pattern) {
    return fmt::format("{}{:0{}}{}", pattern.prefix, before.number + 1, before.digits.size(),
                       pattern.suffix);
}

} // namespace

std::vector<std::string> in_order_of_numbers(std::vector<std::string> names) {
    if (names.empty())
        throw NumberingError("there is none");
    std::ranges::sort(names);
    const Pattern pattern = pattern_of(names);
    std::vector<Numbered> numbered;
    for (const std::string &name : names)
        numbered.push_back(
            read_number(name, pattern, name == names.front() ? names.back() : names.front()));
    std::ranges::sort(numbered, {}, &Numbered::number);
    if (numbered.front().number > 1)
        throw NumberingError(
            fmt::format("the first is '{}', and 0 or 1 was wanted", numbered.front().name));
    for (std::size_t i = 1; i < numbered.size(); ++i) {
        const Numbered &before = numbered[i - 1], &now = numbered[i];
        if (now.number == before.number)
            throw NumberingError(
                fmt::format("'{}' and '{}' have the same number", before.name, now.name));
        if (now.number != before.number + 1)
            throw NumberingError(fmt::format("there is no '{}'", name_after(before, pattern)));
    }
    std::vector<std::string> result;
    for (Numbered &each : numbered)
        result.push_back(std::move(each.name));
    return result;
}

} // namespace tessera::internal
