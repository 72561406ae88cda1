// Photos to tiles: decoded in parallel, handed on in order.
// Why: docs/decisions/photos-take-one-thread-each.md
#pragma once

#include "base/run.hpp"
#include "image/session.hpp"
#include "image/tile/tile.hpp"

#include <tessera/library.hpp>

#include <cstddef>
#include <exception>
#include <string>
#include <vector>

namespace tessera::internal {

/// What became of one photo.
struct Outcome {
    std::vector<Tile> tiles;
    std::vector<TileFeatures> features; ///< of each tile; nothing in them with any_shape
    std::exception_ptr error;           ///< if there is no tile
};

/// "cannot read 'a.jpg': it is empty"
[[nodiscard]] std::string reason_of(const std::exception_ptr &failure);

/// Loads photos a batch at a time: memory is bounded by a batch. Counts them, stage "build". Not
/// thread-safe. Throws: Error{cancelled}.
class PhotoLoader {
  public:
    PhotoLoader(std::vector<Photo> photos, const TileOptions &options, const RunOptions &run);

    [[nodiscard]] std::size_t remaining() const noexcept { return photos_.size() - next_; }

    /// Whether it is known already that none of those that remain can be read: they were tried.
    [[nodiscard]] bool all_failed();

    /// The next photo's. REQUIRES: remaining() > 0.
    [[nodiscard]] Outcome next();

  private:
    [[nodiscard]] std::size_t batch() const; ///< photos to be loaded next
    void load_batch();

    std::vector<Photo> photos_;
    TileOptions options_;
    const RunOptions &run_;
    ScopedManyPictures tuned_;
    ProgressCounter progress_;
    std::size_t next_ = 0;
    std::size_t loaded_ = 0;        ///< photos before this one were loaded
    std::vector<Outcome> outcomes_; ///< of the last batch
};

} // namespace tessera::internal
