// A TIFF in parts: of each shard its cells, its share of the variants, and its rows of what is
// drawn. Offsets are for who joins them: docs/formats.md has the sections.
#pragma once

#include "write/parts/output.hpp"
#include "write/parts/parts.hpp"
#include "write/tiff/composition.hpp"

#include <tessera/run.hpp>

#include <memory>
#include <string>
#include <vector>

namespace tessera::internal {

/// text: the ImageDescription. Throws: Error{write_failed}; Error{cancelled}.
void write_tiff_part(const PartWork &work, const TiffComposition &composition,
                     const std::string &text, PartOutput &part);

/// The levels that parts make up.
class JoinedTiff {
  public:
    /// Draws the levels that are left. REQUIRES: the parts are whole, and outlive it, as `run` has
    /// to. Throws: Error{parts_unfit} for parts that don't make up a TIFF; Error{write_failed};
    /// Error{cancelled}.
    JoinedTiff(const Parts &parts, const TiffComposition::Options &options, const RunOptions &run);

    [[nodiscard]] std::string text() const;

    /// Largest first. Valid as long as this.
    [[nodiscard]] std::vector<TiffLevel> levels() const;

  private:
    void check_cells() const;
    void draw(Size size, const TiffComposition::Options &options, const RunOptions &run);

    const Parts &parts_;
    TiffLevels shape_;
    std::vector<VariantIndex> cells_;
    std::size_t drawn_ = 0;                  ///< levels that shards drew
    std::unique_ptr<TiffPyramidLevels> top_; ///< those that they left
};

} // namespace tessera::internal
