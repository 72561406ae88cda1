// Mosaics of sequences: a film of which every frame is one.
#pragma once

#include <tessera/export.hpp>
#include <tessera/library.hpp>
#include <tessera/match.hpp>
#include <tessera/sequence.hpp>
#include <tessera/session.hpp>

#include <memory>

namespace tessera {

struct FilmOptions {
    MatchOptions match{};
    double coherence = 0.6; ///< see Matcher
    Size size{};            ///< of the frames, px; 0 x 0: the mosaics' own
    Rgb background{};       ///< of cells that stay transparent, and around the mosaic

    /// A folder in which the plan of each frame is kept as "000000.plan.tif" and so on. Frames
    /// whose plans are there already, from the first one on, aren't matched again: a render that
    /// was stopped goes on where it was. Empty: none are kept.
    std::string plans{};
    std::string plans_of{}; ///< a text that differs where others would be made of the same frames
};

/// What became of a film so far.
struct FilmReport {
    std::uint64_t frames = 0;
    std::uint64_t matched = 0; ///< of these; the others' plans were there
    std::uint64_t changes = 0; ///< cells that show another tile than in the frame before, in all
};

/// A reader of mosaics of the frames of another, as many and as long as they are, each made when it
/// is asked for, on several threads; rules hold in each of them. A few frames are in memory,
/// however many there are. It can seek where `frames` can, and there is no coherence.
/// run: `threads` and `cancel` count as long as the reader lives.
/// report: filled in with every frame, unless it is null; outlives the reader.
/// REQUIRES: frames of 3 channels. Throws: Error{invalid_argument} as Matcher, check_grid() and
/// mosaic_size(), and where the folder of plans holds something else; Error{write_failed}.
/// next(): as match(), save_plan() and FrameReader::next().
[[nodiscard]] TESSERA_API std::unique_ptr<FrameReader>
mosaic_film(std::unique_ptr<FrameReader> frames, const TileLibrary &library,
            const FilmOptions &options, const RunOptions &run = {}, FilmReport *report = nullptr);

} // namespace tessera
