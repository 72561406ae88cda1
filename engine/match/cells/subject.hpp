// What is matched, on disk or in memory.
#pragma once

#include "match/cells/cutter.hpp"

#include <tessera/match.hpp>
#include <tessera/run.hpp>
#include <tessera/source.hpp>

#include <functional>
#include <string>

namespace tessera::internal {

/// How an area is cut up.
struct CellShape {
    Grid grid;
    int samples; ///< of a cell and side
};

struct Subject {
    std::string name;
    Size size; ///< px
    /// Hands on the cells of an area, from several threads at once. Throws: Error{cancelled}; what
    /// reading a file and `take` throw.
    std::function<void(const Rect &area, const CellShape &cells, const CellCutter::Take &take)> cut;
};

/// What is referred to must outlive them. Progress: stage "match", of a Source.
[[nodiscard]] Subject subject_of(const Source &source, const RunOptions &run);

/// Throws: Error{invalid_argument} for a view that is none, or not of 3 bands.
[[nodiscard]] Subject subject_of(const ImageView &view, const std::string &name,
                                 const RunOptions &run);

} // namespace tessera::internal
