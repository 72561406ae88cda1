#include <tessera/error.hpp>

#include <algorithm>
#include <numeric>
#include <utility>
#include <vector>

namespace tessera {
namespace {

constexpr std::size_t far_off = 3; // edits; beyond, a suggestion puzzles more than it helps

/// Insertions, deletions and replacements that turn one word into the other.
std::size_t edits(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = std::exchange(row[0], i + 1);
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t cost =
                std::min({row[j] + 1, row[j + 1] + 1, diagonal + (a[i] == b[j] ? 0 : 1)});
            diagonal = std::exchange(row[j + 1], cost);
        }
    }
    return row.back();
}

} // namespace

std::string nearest_name(std::string_view word, std::span<const std::string> names) {
    const auto best = std::ranges::min_element(
        names, {}, [&](const std::string &name) { return edits(word, name); });
    return best != names.end() && edits(word, *best) < far_off ? *best : "";
}

} // namespace tessera
