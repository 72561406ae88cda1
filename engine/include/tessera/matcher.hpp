// Which tile stands in which cell, in one picture of a sequence after the other.
#pragma once

#include <tessera/export.hpp>
#include <tessera/library.hpp>
#include <tessera/match.hpp>
#include <tessera/session.hpp>

#include <cstdint>
#include <memory>
#include <span>
#include <string>

namespace tessera {

/// Px in memory: height x width x 3, sRGB, row-major.
struct PictureView {
    std::span<const std::uint8_t> pixels{};
    Size size{};
    std::string name{}; ///< in messages, and for MosaicOrigin::source
};

/// Matches picture after picture, with the tiles made ready once. Not thread-safe.
class TESSERA_API Matcher {
  public:
    /// coherence: 0 .. 1, how much of a sequence stands still. Without rules a cell keeps its tile
    /// until another one is nearer by that part of a quarter of the distance. With them, each cell
    /// is drawn to its tile by that part of a quarter of the way before tiles are shared out. Large
    /// cells don't keep theirs.
    /// Progress: stage "mask". Throws: as check_match(); Error{invalid_argument} for a coherence
    /// out of range; for a mask, as match().
    Matcher(const TileLibrary &library, MatchOptions options, double coherence = 0,
            const RunOptions &run = {});
    ~Matcher();
    Matcher(Matcher &&) noexcept;
    Matcher &operator=(Matcher &&) noexcept;

    /// As match(); of the first picture, and without coherence, just the same.
    /// Throws: as match(); Error{invalid_argument} for another number of bytes than the px have.
    [[nodiscard]] Mosaic next(const PictureView &picture, const RunOptions &run = {},
                              MatchReport *report = nullptr);

    /// Cells that show another tile, or in another orientation, than in the picture before.
    [[nodiscard]] std::uint64_t changed() const noexcept;

    /// The next picture is a first one again.
    void forget();

    /// The next picture comes after the one of this mosaic, which next() made, here or elsewhere.
    void follow(const Mosaic &mosaic);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace tessera
