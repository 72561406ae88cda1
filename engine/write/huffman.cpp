#include "write/huffman.hpp"

#include <algorithm>
#include <iterator>
#include <numeric>

namespace tessera::internal {
namespace {

/// A symbol, or two packages of the list before, at index `first` and the one after it.
struct Package {
    std::uint64_t weight;
    std::size_t index;
    bool is_symbol;
};

using List = std::vector<Package>;

/// Pairs of neighbours, merged into the symbols by weight; of equal ones the symbol comes first.
List merge_pairs(const List &symbols, const List &list) {
    List pairs;
    for (std::size_t i = 0; i + 1 < list.size(); i += 2)
        pairs.push_back({list[i].weight + list[i + 1].weight, i, false});
    List merged;
    std::merge(symbols.begin(), symbols.end(), pairs.begin(), pairs.end(),
               std::back_inserter(merged),
               [](const Package &a, const Package &b) { return a.weight < b.weight; });
    return merged;
}

} // namespace

std::vector<std::uint8_t> huffman_lengths(std::span<const std::uint64_t> weights, int longest) {
    List symbols;
    for (std::size_t symbol = 0; symbol < weights.size(); ++symbol)
        if (weights[symbol] > 0)
            symbols.push_back({weights[symbol], symbol, true});
    std::vector<std::uint8_t> lengths(weights.size());
    if (symbols.size() < 2) {
        for (const Package &only : symbols)
            lengths[only.index] = 1;
        return lengths;
    }
    std::ranges::stable_sort(symbols, {}, &Package::weight);
    std::vector<List> lists{symbols};
    while (static_cast<int>(lists.size()) < longest)
        lists.push_back(merge_pairs(symbols, lists.back()));
    // The cheapest 2n - 2 packages: each time a symbol is among them its word grows by a bit.
    std::size_t taken = 2 * symbols.size() - 2;
    for (auto list = lists.rbegin(); list != lists.rend(); ++list) {
        std::size_t pairs = 0;
        for (std::size_t i = 0; i < taken; ++i)
            if ((*list)[i].is_symbol)
                ++lengths[(*list)[i].index];
            else
                ++pairs;
        taken = 2 * pairs;
    }
    return lengths;
}

} // namespace tessera::internal
