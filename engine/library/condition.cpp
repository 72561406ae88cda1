// Conditions on photos, from text.

#include "library/comparison.hpp"

#include <tessera/error.hpp>
#include <tessera/geometry.hpp>
#include <tessera/select.hpp>

#include <algorithm>
#include <array>
#include <fnmatch.h>
#include <limits>
#include <spdlog/fmt/fmt.h>
#include <utility>

namespace tessera {
using namespace internal;
namespace {

constexpr std::array<std::string_view, 6> comparisons = {"!=", "<=", ">=", "=", "<", ">"};

Term parse_term(const std::string &text) {
    const std::size_t at = text.find_first_of("!<>=");
    if (at != std::string::npos)
        for (const std::string_view comparison : comparisons)
            if (std::string_view(text).substr(at).starts_with(comparison))
                return {text, text.substr(0, at), std::string(comparison),
                        text.substr(at + comparison.size())};
    Term{text, {}, {}, {}}.refuse("a key, a comparison and a value were wanted, such as year=2024");
}

std::optional<std::int64_t> label_number(const TileRecord &record) {
    const auto *number = std::get_if<std::int64_t>(&record.label);
    return number ? std::optional(*number) : std::nullopt;
}

std::vector<std::string> label_text(const TileRecord &record) {
    if (const auto *number = std::get_if<std::int64_t>(&record.label))
        return {std::to_string(*number)};
    if (const auto *text = std::get_if<std::string>(&record.label))
        return {*text};
    return {};
}

Holds label(const Term &term) {
    if (term.is_equality())
        return compare_text(term, FNM_CASEFOLD, label_text);
    constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max() - 1;
    return compare_number(term, "a whole number", {-most, most}, label_number);
}

std::string not_one_of(std::string_view word, const std::vector<std::string> &names) {
    const std::string guess = nearest_name(word, names);
    return guess.empty() ? fmt::format("there are {}", fmt::join(names, ", "))
                         : fmt::format("did you mean '{}'?", guess);
}

Holds orientation(const Term &term) {
    static const std::vector<std::string> names = {"portrait", "square", "landscape"};
    for (const std::string &value : values_of(term.value))
        if (std::ranges::find(names, value) == names.end())
            term.refuse(
                fmt::format("there is no orientation '{}'; {}", value, not_one_of(value, names)));
    return compare_text(term, 0, [](const TileRecord &record) {
        const auto is_wide = record.width == record.height  ? 1U
                             : record.width > record.height ? 2U
                                                            : 0U;
        return std::vector{names[is_wide]};
    });
}

struct Key {
    std::string name;
    std::function<Holds(const Term &)> condition;
};

const std::vector<Key> &keys() {
    static constexpr Bounds lengths{0, max_side};
    static const std::vector<Key> all = {
        {"year",
         [](const Term &term) {
             return compare_date_part(term, {0, 4, "a year such as 2024", {0, 9999}});
         }},
        {"month",
         [](const Term &term) {
             return compare_date_part(term, {5, 2, "a month of 1 to 12", {1, 12}});
         }},
        {"date", compare_date},
        {"name",
         [](const Term &term) {
             return compare_text(term, 0,
                                 [](const TileRecord &record) { return std::vector{record.name}; });
         }},
        {"tag",
         [](const Term &term) {
             return compare_text(term, FNM_CASEFOLD,
                                 [](const TileRecord &record) { return record.tags; });
         }},
        {"label", label},
        {"width",
         [](const Term &term) {
             return compare_number(term, "a number of px", lengths, [](const TileRecord &record) {
                 return std::optional(record.width);
             });
         }},
        {"height",
         [](const Term &term) {
             return compare_number(term, "a number of px", lengths, [](const TileRecord &record) {
                 return std::optional(record.height);
             });
         }},
        {"orientation", orientation},
    };
    return all;
}

} // namespace

Condition parse_condition(const std::string &text) {
    const Term term = parse_term(text);
    std::vector<std::string> names;
    for (const Key &key : keys()) {
        if (key.name != term.key) {
            names.push_back(key.name);
            continue;
        }
        if (term.value.empty() && !term.is_equality())
            term.refuse(fmt::format("a value was wanted after '{}'", term.comparison));
        Holds holds = key.condition(term);
        if (term.comparison == "!=")
            return {text, [holds](const TileRecord &record) { return !holds(record); }};
        return {text, std::move(holds)};
    }
    term.refuse(fmt::format("there is no key '{}'; {}", term.key, not_one_of(term.key, names)));
}

} // namespace tessera
