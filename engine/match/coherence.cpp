#include "match/coherence.hpp"

#include <algorithm>
#include <utility>

namespace tessera {
namespace {

constexpr double most = 0.25; // part of its distance that a tile may be worse by, and is kept

double squared_distance(std::span<const double> a, std::span<const double> b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        sum += (a[i] - b[i]) * (a[i] - b[i]);
    return sum;
}

} // namespace

Coherence::Coherence(const TileLibrary &library, const Descriptor &descriptor, double strength)
    : descriptor_(descriptor), dim_(static_cast<std::size_t>(descriptor.dim())),
      strength_(strength) {
    if (strength == 0)
        return;
    std::vector<double> vector(dim_), parts;
    for (const TileFeatures &tile : library.store().features()) {
        if (descriptor.samples() == 1)
            parts.assign(tile.mean.begin(), tile.mean.end());
        else
            parts.assign(tile.parts.begin(), tile.parts.end());
        descriptor.describe(parts, vector);
        vectors_.insert(vectors_.end(), vector.begin(), vector.end());
    }
}

void Coherence::keep(std::span<const std::size_t> cells, std::span<const double> vectors,
                     std::span<Candidate> best) const {
    std::vector<double> tile(dim_);
    const double nearer = 1 - most * strength_;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const Placement before = before_[cells[i]];
        if (before.is_empty() || before == best[i].placement())
            continue;
        vector_of(before, tile);
        const double distance = squared_distance(vectors.subspan(i * dim_, dim_), tile);
        if (nearer * nearer * distance <= double{best[i].cost})
            best[i] = {before.tile, before.orientation, distance};
    }
}

void Coherence::pull(std::span<const std::size_t> cells, std::span<double> vectors) const {
    std::vector<double> tile(dim_);
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (before_[cells[i]].is_empty())
            continue;
        vector_of(before_[cells[i]], tile);
        for (std::size_t d = 0; d < dim_; ++d) {
            double &number = vectors[i * dim_ + d];
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
        placement.tint = {};
        placement.block = {};
        changed_ += !last.empty() && placement != last[cell];
    }
}

void Coherence::forget() {
    before_.clear();
    changed_ = 0;
}

void Coherence::vector_of(Placement laid, std::span<double> vector) const {
    const auto upright = std::span(vectors_).subspan(std::size_t{laid.tile} * dim_, dim_);
    std::copy(upright.begin(), upright.end(), vector.begin());
    if (laid.orientation != Orientation::upright)
        descriptor_.turn(std::vector<double>(vector.begin(), vector.end()), laid.orientation,
                         vector);
}

} // namespace tessera
