#include "library/duplicates.hpp"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <numeric>
#include <unordered_map>
#include <utility>

namespace tessera::internal {
namespace {

// Of the fingerprint's 64 bits: as many as noise, a small shift of the camera or another size turn
// over. With fewer than there are pieces, one piece at least is the same in both: only tiles that
// share a piece are compared.
constexpr int most_bits = 7;
constexpr int pieces = 8;
constexpr int bits_of_piece = 64 / pieces;
static_assert(most_bits < pieces);
constexpr double most_difference = 10; // root mean square of the parts' differences, 0 .. 255

double difference(const TileFeatures &a, const TileFeatures &b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.parts.size(); ++i)
        sum += double(a.parts[i] - b.parts[i]) * double(a.parts[i] - b.parts[i]);
    return sum / double(a.parts.size());
}

bool look_the_same(const TileFeatures &a, const TileFeatures &b) {
    return std::popcount(a.fingerprint ^ b.fingerprint) <= most_bits &&
           difference(a, b) <= most_difference * most_difference;
}

/// Sets that grow together. Source: Tarjan 1975, doi:10.1145/321879.321884.
class DisjointSets {
  public:
    explicit DisjointSets(std::size_t count) : parent_(count) {
        std::iota(parent_.begin(), parent_.end(), 0U);
    }
    [[nodiscard]] std::uint32_t first_of(std::uint32_t member) {
        while (parent_[member] != member)
            member = parent_[member] = parent_[parent_[member]];
        return member;
    }
    void join(std::uint32_t a, std::uint32_t b) {
        a = first_of(a);
        b = first_of(b);
        parent_[std::max(a, b)] = std::min(a, b);
    }

  private:
    std::vector<std::uint32_t>
        parent_; ///< never above its member: the first of a set is its lowest
};

/// Joins copies of a file and variations of a picture.
void join_pictures(std::span<const TileFeatures> tiles, DisjointSets &sets) {
    std::unordered_map<std::uint64_t, std::uint32_t> first;
    for (std::uint32_t tile = 0; tile < tiles.size(); ++tile)
        if (const std::uint64_t picture = tiles[tile].picture; picture != 0)
            sets.join(first.try_emplace(picture, tile).first->second, tile);
}

void join_likenesses(std::span<const TileFeatures> tiles, DisjointSets &sets) {
    std::vector<std::pair<std::uint8_t, std::uint32_t>> by_piece(tiles.size());
    for (int piece = 0; piece < pieces; ++piece) {
        for (std::uint32_t tile = 0; tile < tiles.size(); ++tile)
            by_piece[tile] = {
                static_cast<std::uint8_t>(tiles[tile].fingerprint >> (piece * bits_of_piece)),
                tile};
        std::ranges::sort(by_piece);
        for (std::size_t i = 0; i < by_piece.size(); ++i)
            for (std::size_t j = i + 1;
                 j < by_piece.size() && by_piece[j].first == by_piece[i].first; ++j)
                if (look_the_same(tiles[by_piece[i].second], tiles[by_piece[j].second]))
                    sets.join(by_piece[i].second, by_piece[j].second);
    }
}

} // namespace

std::vector<PhotoIndex> group_duplicates(std::span<const TileFeatures> tiles, bool likenesses) {
    DisjointSets sets(tiles.size());
    join_pictures(tiles, sets);
    if (likenesses)
        join_likenesses(tiles, sets);
    std::vector<PhotoIndex> photos(tiles.size());
    PhotoIndex count = 0;
    for (std::uint32_t tile = 0; tile < tiles.size(); ++tile) {
        const std::uint32_t first = sets.first_of(tile);
        photos[tile] = first == tile ? count++ : photos[first];
    }
    return photos;
}

} // namespace tessera::internal
