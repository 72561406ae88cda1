#include "library/comparison.hpp"

#include <tessera/error.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <fnmatch.h>
#include <limits>
#include <spdlog/fmt/fmt.h>
#include <utility>

namespace tessera::internal {
namespace {

constexpr std::string_view date_pattern = "0000-00-00T00:00:00";
constexpr std::array<std::size_t, 6> date_lengths = {4, 7, 10, 13, 16, 19}; // year, month, ...
constexpr const char *after_dates = "~"; // sorts behind every digit, '-', 'T' and ':'

/// Values from the one up to below the other.
template <class Value> struct Range {
    Value begin, end;

    [[nodiscard]] bool contains(const Value &value) const { return begin <= value && value < end; }
};

/// A kind of values that have an order.
template <class Value> struct Scale {
    Value least, end;
    std::function<Value(std::string_view)> parse; ///< throws
    std::function<Value(const Value &)> after;    ///< first of the values that are greater
    /// Nothing where the photo lacks it.
    std::function<std::optional<Value>(const TileRecord &)> of;
};

template <class Value> Range<Value> range_of(const Term &term, const Scale<Value> &scale) {
    const Value value = scale.parse(term.value);
    if (term.comparison == "<")
        return {scale.least, value};
    if (term.comparison == "<=")
        return {scale.least, scale.after(value)};
    return {term.comparison == ">" ? scale.after(value) : value, scale.end};
}

/// "A", "A..B", "A..", "..B"
template <class Value>
Range<Value> range_of(const Term &term, std::string_view value, const Scale<Value> &scale) {
    const std::size_t dots = value.find("..");
    if (dots == std::string_view::npos) {
        const Value only = scale.parse(value);
        return {only, scale.after(only)};
    }
    const std::string_view from = value.substr(0, dots), to = value.substr(dots + 2);
    if (from.empty() && to.empty())
        term.refuse("a range such as A..B, A.. or ..B was wanted, not '..'");
    const Range<Value> range{from.empty() ? scale.least : scale.parse(from),
                             to.empty() ? scale.end : scale.after(scale.parse(to))};
    if (!(range.begin < range.end))
        term.refuse(fmt::format("the range '{}' ends before it begins", value));
    return range;
}

template <class Value> Holds ordered(const Term &term, const Scale<Value> &scale) {
    std::vector<Range<Value>> ranges;
    bool lacking = false;
    if (!term.is_equality())
        ranges.push_back(range_of(term, scale));
    else
        for (const std::string &value : values_of(term.value))
            if (value.empty())
                lacking = true;
            else
                ranges.push_back(range_of(term, value, scale));
    return [=, of = scale.of](const TileRecord &record) {
        const auto value = of(record);
        return value
                   ? std::ranges::any_of(ranges, [&](auto &each) { return each.contains(*value); })
                   : lacking;
    };
}

std::optional<std::int64_t> whole_number(std::string_view text) {
    std::int64_t number = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && stop == text.data() + text.size() ? std::optional(number)
                                                                     : std::nullopt;
}

bool is_digit(char character) { return character >= '0' && character <= '9'; }

bool is_date(std::string_view text) {
    if (std::ranges::find(date_lengths, text.size()) == date_lengths.end())
        return false;
    for (std::size_t i = 0; i < text.size(); ++i)
        if (date_pattern[i] == '0' ? !is_digit(text[i]) : text[i] != date_pattern[i])
            return false;
    const auto part = [&](std::size_t at) {
        return at < text.size() ? text.substr(at, 2) : std::string_view("01");
    };
    return part(5) >= "01" && part(5) <= "12" && part(8) >= "01" && part(8) <= "31" &&
           part(11) <= "24" && part(14) <= "59" && part(17) <= "60";
}

/// Cameras whose clock was never set write blanks or zeros.
std::optional<std::string> date_of(const TileRecord &record) {
    const std::string &date = record.captured;
    return date.size() == date_pattern.size() && is_date(date) && !date.starts_with("0000")
               ? std::optional(date)
               : std::nullopt;
}

} // namespace

void Term::refuse(const std::string &why) const {
    throw Error(ErrorCode::invalid_argument, fmt::format("the condition '{}': {}", text, why));
}

void Term::refuse_value(std::string_view wanted, std::string_view found) const {
    refuse(fmt::format("{} was wanted, not '{}'", wanted, found));
}

std::vector<std::string> values_of(const std::string &list) {
    std::vector<std::string> values(1);
    for (std::size_t i = 0; i < list.size(); ++i)
        if (list[i] == ',') {
            values.emplace_back();
        } else {
            if (list[i] == '\\' && i + 1 < list.size())
                values.back() += list[i++];
            values.back() += list[i];
        }
    return values;
}

Holds compare_number(const Term &term, std::string_view wanted, Bounds bounds,
                     std::function<std::optional<std::int64_t>(const TileRecord &)> of) {
    const auto parse = [&](std::string_view text) {
        const auto value = whole_number(text);
        if (!value || *value < bounds.least || *value > bounds.most)
            term.refuse_value(wanted, text);
        return *value;
    };
    using Limits = std::numeric_limits<std::int64_t>;
    return ordered<std::int64_t>(term,
                                 {Limits::min(), Limits::max(), parse,
                                  [](std::int64_t value) { return value + 1; }, std::move(of)});
}

Holds compare_date(const Term &term) {
    const auto parse = [&](std::string_view text) {
        if (!is_date(text))
            term.refuse_value("a date such as 2024, 2024-05 or 2024-05-31T12:00", text);
        return std::string(text);
    };
    return ordered<std::string>(term, {"", after_dates, parse,
                                       [](const std::string &value) { return value + after_dates; },
                                       date_of});
}

Holds compare_date_part(const Term &term, const DatePart &part) {
    return compare_number(term, part.wanted, part.bounds,
                          [first = part.first, length = part.length](const TileRecord &record) {
                              const auto date = date_of(record);
                              return date ? whole_number(
                                                std::string_view(*date).substr(first, length))
                                          : std::nullopt;
                          });
}

Holds compare_text(const Term &term, int flags,
                   std::function<std::vector<std::string>(const TileRecord &)> of) {
    if (!term.is_equality())
        term.refuse(fmt::format("'{}' is compared by = and != only", term.key));
    return [=, patterns = values_of(term.value)](const TileRecord &record) {
        const std::vector<std::string> texts = of(record);
        return std::ranges::any_of(patterns, [&](const std::string &pattern) {
            return pattern.empty()
                       ? texts.empty()
                       : std::ranges::any_of(texts, [&](const std::string &each) {
                             return ::fnmatch(pattern.c_str(), each.c_str(), flags) == 0;
                         });
        });
    };
}

} // namespace tessera::internal
