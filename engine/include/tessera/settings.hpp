// Turns options that users gave into the structs that calls take.
//
// Each function takes the options of options_of_call(), or those of a verb that has the same. All
// functions throw Error{invalid_argument} that names the option. All are thread-safe.
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
    bool update = false;                ///< true if the library exists and is updated
    std::vector<std::string> exclude{}; ///< patterns of photos to leave out; see exclude_photos()
    Size least{0, 0}; ///< smallest size of a photo, px; see exclude_small_photos()
};

/// Reads the options of "build" for a library that is built from nothing.
[[nodiscard]] TESSERA_API BuildSettings build_settings(const GivenOptions &given);

/// Reads the options of "build" for the library at `path`. If it exists and isn't replaced, options
/// that weren't given keep the values that the library was built with.
/// Throws: also as open_store(), and if another kind of store is wanted than the library has.
[[nodiscard]] TESSERA_API BuildSettings build_settings(const GivenOptions &given,
                                                       const std::string &path);

/// The approximate number of cells of a mosaic if no grid was chosen.
inline constexpr std::uint64_t usual_cells = 10'000;

/// The options of a match that don't depend on its source and library.
struct MatchSettings {
    MatchOptions options{};      ///< all but the grid, the tiles and the pictures
    std::optional<Grid> cells{}; ///< the grid
    std::optional<int> across{}; ///< or its columns; if both are nullopt, about usual_cells cells
    std::vector<Condition> where{};   ///< conditions that photos have to meet
    std::string mask{}, importance{}; ///< paths of pictures; empty for none
};

/// Reads the options of "match".
[[nodiscard]] TESSERA_API MatchSettings match_settings(const GivenOptions &given);

/// Returns the options of a match, for a source of this size and tiles of this shape. Opens the
/// mask and the importance picture. MatchOptions::tiles isn't set: see find_tiles().
/// Throws: Error{unreadable_image} for a picture that can't be opened; as mosaic_size().
[[nodiscard]] TESSERA_API MatchOptions match_options(const MatchSettings &settings, Size source,
                                                     TileShape tile);

/// Reads the options of "write".
/// source: the picture that `blend` lays over the tiles; may be null.
[[nodiscard]] TESSERA_API WriteOptions write_options(const GivenOptions &given,
                                                     const Source *source = nullptr);

/// Reads the options of "frames".
[[nodiscard]] TESSERA_API FrameOptions frame_options(const GivenOptions &given);
/// Reads the options of "write_frames".
[[nodiscard]] TESSERA_API SequenceOptions sequence_options(const GivenOptions &given);
/// Reads the options of contact sheets.
[[nodiscard]] TESSERA_API SheetOptions sheet_options(const GivenOptions &given);

/// How a plan is animated.
struct EffectSettings {
    std::string effect = "zoom"; ///< "zoom", "build", "fade" or "morph"
    AnimationOptions animation{};
    PieceOptions pieces{};
    std::vector<ZoomStop> path{}; ///< "zoom" only
    std::string source{};         ///< "fade" only: path of the picture that it begins with
};

/// Reads the options of an animation.
/// plans: the number of plans to animate. "morph" takes two, the other effects take one.
[[nodiscard]] TESSERA_API EffectSettings effect_settings(const GivenOptions &given,
                                                         std::size_t plans);

/// Sets the options that only films have. match_options() and frame_options() read the others.
TESSERA_API void apply_film_options(const GivenOptions &given, FilmOptions &film);

} // namespace tessera
