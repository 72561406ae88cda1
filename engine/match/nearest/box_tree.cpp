#include "match/nearest/box_tree.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>
#include <string_view>
#include <utility>

namespace tessera::internal {
namespace {

constexpr float infinity = std::numeric_limits<float>::infinity();
constexpr std::size_t sampled = 1000; // sketches that tell where to split

using Ids = std::vector<std::uint32_t>;

/// The tiles, those of equal vectors side by side and ascending; `first` gets where each vector
/// begins, and the end. A vector may come twice, however unlikely: that costs time only.
std::vector<TileId> group_equal(std::span<const float> vectors, std::size_t dim, Ids &first) {
    std::vector<std::pair<std::size_t, TileId>> hashed(vectors.size() / dim);
    const auto bytes_of = [&](TileId tile) {
        return std::string_view(reinterpret_cast<const char *>(&vectors[tile * dim]),
                                dim * sizeof(float));
    };
    for (TileId tile = 0; tile < hashed.size(); ++tile)
        hashed[tile] = {std::hash<std::string_view>{}(bytes_of(tile)), tile};
    std::ranges::sort(hashed);
    std::vector<TileId> tiles;
    for (const auto &[hash, tile] : hashed) {
        if (tiles.empty() || bytes_of(tiles.back()) != bytes_of(tile))
            first.push_back(static_cast<std::uint32_t>(tiles.size()));
        tiles.push_back(tile);
    }
    first.push_back(static_cast<std::uint32_t>(tiles.size()));
    return tiles;
}

std::size_t widest(std::span<const std::uint32_t> ids, const std::vector<Sketch> &sketches) {
    std::array<double, sketch_dims> sums{}, squares{}, spread{};
    const std::size_t step = std::max<std::size_t>(1, ids.size() / sampled);
    double count = 0;
    for (std::size_t i = 0; i < ids.size(); i += step, ++count)
        for (std::size_t d = 0; d < sketch_dims; ++d) {
            const double value = sketches[ids[i]][d];
            sums[d] += value;
            squares[d] += value * value;
        }
    for (std::size_t d = 0; d < sketch_dims; ++d)
        spread[d] = squares[d] - sums[d] * sums[d] / count;
    return static_cast<std::size_t>(std::ranges::max_element(spread) - spread.begin());
}

/// Puts near sketches side by side, by halves along the widest dimension. The first half is a
/// power of two of blocks, so that blocks that share a node share its branch of the splits.
void order_by_nearness(std::span<std::uint32_t> ids, const std::vector<Sketch> &sketches) {
    if (ids.size() <= lanes)
        return;
    const std::size_t blocks = (ids.size() + lanes - 1) / lanes;
    const std::size_t half = std::bit_ceil(blocks) / 2 * lanes;
    const std::size_t d = widest(ids, sketches);
    std::ranges::nth_element(ids, ids.begin() + static_cast<std::ptrdiff_t>(half), {},
                             [&](std::uint32_t id) { return sketches[id][d]; });
    order_by_nearness(ids.first(half), sketches);
    order_by_nearness(ids.subspan(half), sketches);
}

BoxBlock empty_boxes() {
    BoxBlock block;
    for (std::size_t d = 0; d < sketch_dims; ++d) {
        block.low[d].fill(infinity);
        block.high[d].fill(-infinity);
    }
    return block;
}

void cover(BoxBlock &boxes, std::size_t lane, const SketchBlock &low, const SketchBlock &high) {
    for (std::size_t d = 0; d < sketch_dims; ++d) {
        boxes.low[d][lane] = *std::ranges::min_element(low[d]);
        for (const float value : high[d])
            if (value < infinity)
                boxes.high[d][lane] = std::max(boxes.high[d][lane], value);
    }
}

std::vector<std::vector<BoxBlock>> box(const std::vector<SketchBlock> &blocks) {
    const auto nodes = [](std::size_t children) { return (children + lanes - 1) / lanes; };
    std::vector<std::vector<BoxBlock>> boxes;
    boxes.emplace_back(nodes(blocks.size()), empty_boxes());
    for (std::size_t i = 0; i < blocks.size(); ++i)
        cover(boxes[0][i / lanes], i % lanes, blocks[i], blocks[i]);
    while (boxes.back().size() > 1) {
        std::vector<BoxBlock> above(nodes(boxes.back().size()), empty_boxes());
        for (std::size_t i = 0; i < boxes.back().size(); ++i)
            cover(above[i / lanes], i % lanes, boxes.back()[i].low, boxes.back()[i].high);
        boxes.push_back(std::move(above));
    }
    return boxes;
}

double length(std::span<const float> vector) {
    double sum = 0;
    for (const float value : vector)
        sum += double{value} * value;
    return std::sqrt(sum);
}

} // namespace

BoxTree::BoxTree(std::vector<float> given, std::size_t dim_) : dim(dim_), sketcher(given, dim_) {
    const auto vector_of = [&](TileId tile) { return std::span(given).subspan(tile * dim, dim); };
    Ids begins;
    const std::vector<TileId> grouped = group_equal(given, dim, begins);
    const std::size_t count = begins.size() - 1;
    std::vector<Sketch> sketches(count);
    for (std::size_t i = 0; i < count; ++i)
        sketches[i] = sketcher.of(vector_of(grouped[begins[i]]));
    Ids order(count);
    std::iota(order.begin(), order.end(), 0U);
    order_by_nearness(order, sketches);

    vectors.reserve(count * dim);
    tiles.reserve(grouped.size());
    blocks.resize((count + lanes - 1) / lanes);
    for (SketchBlock &block : blocks)
        for (Lanes &values : block)
            values.fill(infinity);
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint32_t group = order[i];
        const auto vector = vector_of(grouped[begins[group]]);
        vectors.insert(vectors.end(), vector.begin(), vector.end());
        longest = std::max(longest, length(vector));
        first.push_back(static_cast<std::uint32_t>(tiles.size()));
        tiles.insert(tiles.end(), grouped.begin() + begins[group],
                     grouped.begin() + begins[group + 1]);
        for (std::size_t d = 0; d < sketch_dims; ++d)
            blocks[i / lanes][d][i % lanes] = sketches[group][d];
    }
    first.push_back(static_cast<std::uint32_t>(tiles.size()));
    boxes = box(blocks);
}

} // namespace tessera::internal
