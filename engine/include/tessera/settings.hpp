// The structs that calls take, made of options that users gave.
//
// Each function wants options of options_of_call(), or of a verb that has the same. All throw
// Error{invalid_argument} that names the option; all are thread-safe.
#pragma once

#include <tessera/animation.hpp>
#include <tessera/export.hpp>
#include <tessera/library.hpp>
#include <tessera/match.hpp>
#include <tessera/options.hpp>
#include <tessera/overview.hpp>
#include <tessera/select.hpp>
#include <tessera/sequence.hpp>
#include <tessera/source.hpp>
#include <tessera/writer.hpp>

#include <optional>
#include <string>
#include <vector>

namespace tessera {

/// How a library is built, and which of the photos that were found become tiles.
struct BuildSettings {
    BuildOptions build{};
    bool update = false;                ///< the library is there and is brought up to date
    std::vector<std::string> exclude{}; ///< see exclude_photos()
    Size least{0, 0};                   ///< px; see exclude_small_photos()
};

/// The options of a library that is built from nothing.
[[nodiscard]] TESSERA_API BuildSettings build_settings(const GivenOptions &given);

/// The options of the library at `path`. Where it is there already, and isn't to be replaced, what
/// wasn't given is as the library has it.
/// Throws: also for another kind of store than it has; as open_store().
[[nodiscard]] TESSERA_API BuildSettings build_settings(const GivenOptions &given,
                                                       const std::string &path);

/// Cells of a mosaic whose grid nobody chose, about.
inline constexpr std::uint64_t usual_cells = 10'000;

/// What a match is to do, before there are a source and a library.
struct MatchSettings {
    MatchOptions options{};           ///< but for the grid, the tiles and the pictures
    std::optional<Grid> cells{};      ///< the grid itself
    std::optional<int> across{};      ///< or its columns; with neither about usual_cells cells
    std::vector<Condition> where{};   ///< conditions on the library's photos
    std::string mask{}, importance{}; ///< files of pictures; empty for none
};

[[nodiscard]] TESSERA_API MatchSettings match_settings(const GivenOptions &given);

/// The match of a source of that size with tiles of that shape; opens the pictures. Which of the
/// library's tiles take part is left open: see find_tiles().
/// Throws: Error{unreadable_image} for a picture; as mosaic_size().
[[nodiscard]] TESSERA_API MatchOptions match_options(const MatchSettings &settings, Size source,
                                                     TileShape tile);

/// source: the picture that `blend` lays over the tiles; may be null.
[[nodiscard]] TESSERA_API WriteOptions write_options(const GivenOptions &given,
                                                     const Source *source = nullptr);

[[nodiscard]] TESSERA_API FrameOptions frame_options(const GivenOptions &given);
[[nodiscard]] TESSERA_API SequenceOptions sequence_options(const GivenOptions &given);
[[nodiscard]] TESSERA_API SheetOptions sheet_options(const GivenOptions &given);

/// How a plan is set in motion.
struct EffectSettings {
    std::string effect = "zoom"; ///< "zoom", "build", "fade" or "morph"
    AnimationOptions animation{};
    PieceOptions pieces{};
    std::vector<ZoomStop> path{}; ///< of "zoom"
    std::string source{};         ///< file of the picture that "fade" begins with
};

/// plans: how many plans are set in motion, which the effect has to fit.
[[nodiscard]] TESSERA_API EffectSettings effect_settings(const GivenOptions &given,
                                                         std::size_t plans);

/// Sets the options that only films have; the others come from match_options() and
/// frame_options().
TESSERA_API void apply_film_options(const GivenOptions &given, FilmOptions &film);

} // namespace tessera
