// One picture, cut into cells, and what becomes of them.
#pragma once

#include "match/cells/coherence.hpp"
#include "match/cells/subject.hpp"
#include "match/tiles.hpp"

#include <tessera/library.hpp>
#include <tessera/match.hpp>
#include <tessera/run.hpp>

#include <vector>

namespace tessera::internal {

/// What pictures are matched with, one after the other.
struct Matching {
    const TileLibrary &library;
    const TileSet &tiles;
    const MatchOptions &options;
    const std::vector<bool> &filled;      ///< cells; empty: all are
    const Coherence *coherence = nullptr; ///< that cells hold on to, if they do
};

/// As match(), where everything has been checked.
[[nodiscard]] Mosaic match_one(const Subject &subject, const Matching &how, const RunOptions &run,
                               MatchReport *report);

} // namespace tessera::internal
