// What a photo's years, dates, names and other values are compared with.
#pragma once

#include <tessera/tile.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tessera::internal {

using Holds = std::function<bool(const TileRecord &)>;

/// "year", ">=", "2020"
struct Term {
    std::string text, key, comparison, value;

    [[nodiscard]] bool is_equality() const { return comparison == "=" || comparison == "!="; }
    /// Throws: Error{invalid_argument}.
    [[noreturn]] void refuse(const std::string &why) const;
    [[noreturn]] void refuse_value(std::string_view wanted, std::string_view found) const;
};

/// What stands between commas that no backslash is before.
[[nodiscard]] std::vector<std::string> values_of(const std::string &list);

struct Bounds {
    std::int64_t least = 0, most = 0;
};

/// wanted: of values within the bounds, for errors. of: nothing where the photo lacks it.
[[nodiscard]] Holds
compare_number(const Term &term, std::string_view wanted, Bounds bounds,
               std::function<std::optional<std::int64_t>(const TileRecord &)> of);

/// A date of any precision, against the one when the photo was taken.
[[nodiscard]] Holds compare_date(const Term &term);

/// The number that a date has in some of its places.
struct DatePart {
    std::size_t first = 0, length = 0;
    std::string_view wanted{};
    Bounds bounds{};
};

[[nodiscard]] Holds compare_date_part(const Term &term, const DatePart &part);

/// Patterns, of which one is to fit one of the photo's texts; an empty one fits where it has none.
/// flags: of fnmatch(3).
[[nodiscard]] Holds compare_text(const Term &term, int flags,
                                 std::function<std::vector<std::string>(const TileRecord &)> of);

} // namespace tessera::internal
