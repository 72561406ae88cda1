#include "match/cells/coherence.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace tessera::internal {
namespace {

constexpr double most = 0.25; // part of its distance that a tile may be worse by, and is kept

double squared_distance(std::span<const double> a, std::span<const double> b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        sum += (a[i] - b[i]) * (a[i] - b[i]);
    return sum;
}

} // namespace

Coherence::Coherence(const TileLibrary &library, const TileSet &tiles, double strength)
    : tiles_(tiles), strength_(strength) {
    numbers_.resize(library.info().tiles);
    for (std::size_t tile = 0; tile < tiles.tiles(); ++tile)
        numbers_[tiles.id_of(static_cast<TileId>(tile))] = static_cast<TileId>(tile);
    if (strength == 0)
        return;
    const std::vector<TileFeatures> features = library.store().features();
    std::vector<double> vector(tiles.dim());
    for (std::size_t tile = 0; tile < tiles.tiles(); ++tile) {
        describe_tile(tiles.descriptor(), features[tiles.id_of(static_cast<TileId>(tile))], vector);
        vectors_.insert(vectors_.end(), vector.begin(), vector.end());
    }
}

void Coherence::nearest(std::span<const std::size_t> cells, std::span<const double> vectors,
                        std::span<Candidate> best) const {
    const std::size_t dim = tiles_.dim();
    const double nearer = 1 - most * strength_;
    std::vector<double> tile(dim), within(cells.size(), std::numeric_limits<double>::max());
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const Placement before = before_[cells[i]];
        if (before.is_empty())
            continue;
        vector_of(before, tile);
        const double distance = squared_distance(vectors.subspan(i * dim, dim), tile);
        best[i] = {before.tile, before.orientation, distance};
        within[i] = nearer * nearer * distance;
    }
    tiles_.improve(vectors, within, best);
}

void Coherence::pull(std::span<const std::size_t> cells, std::span<double> vectors) const {
    const std::size_t dim = tiles_.dim();
    std::vector<double> tile(dim);
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (before_[cells[i]].is_empty())
            continue;
        vector_of(before_[cells[i]], tile);
        for (std::size_t d = 0; d < dim; ++d) {
            double &number = vectors[i * dim + d];
            number += most * strength_ * (tile[d] - number);
        }
    }
}

void Coherence::remember(const Mosaic &mosaic) {
    const std::vector<Placement> last =
        std::exchange(before_, std::vector<Placement>(mosaic.grid().cells()));
    changed_ = 0;
    for (std::size_t cell = 0; cell < before_.size(); ++cell) {
        Placement &placement = before_[cell];
        placement = mosaic.variants()[mosaic.cells()[cell]];
        if (!placement.is_empty())
            placement = {numbers_[placement.tile], placement.orientation};
        changed_ += !last.empty() && placement != last[cell];
    }
}

void Coherence::forget() {
    before_.clear();
    changed_ = 0;
}

void Coherence::vector_of(Placement laid, std::span<double> vector) const {
    const auto upright = std::span(vectors_).subspan(laid.tile * tiles_.dim(), tiles_.dim());
    std::ranges::copy(upright, vector.begin());
    if (laid.orientation != Orientation::upright)
        tiles_.descriptor().turn(std::vector<double>(upright.begin(), upright.end()),
                                 laid.orientation, vector);
}

} // namespace tessera::internal
