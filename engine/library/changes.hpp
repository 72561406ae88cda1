// What has to be done to a library so that it fits its photos as they are now.
// Why: docs/decisions/changes-are-found-in-three-steps.md
#pragma once

#include "library/files.hpp"
#include "library/known.hpp"

#include <tessera/library.hpp>
#include <tessera/run.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tessera::internal {

enum class Fate { kept, added, changed, moved };

/// A photo of the library that is to be.
struct PlannedPhoto {
    std::string path;                 ///< absolute
    std::optional<std::size_t> given; ///< which of those given; none: kept all the same
    std::optional<std::size_t> known; ///< whose tiles are taken over; none: it is to be decoded
    Fate fate = Fate::kept;
    std::size_t place = 0; ///< ascending, where they aren't in the order of their paths
};

struct Changes {
    std::vector<PlannedPhoto> photos; ///< in the order of their tiles
    std::uint64_t removed = 0;
    bool only_given = true; ///< no photo is kept that wasn't given
    /// All that is known stays as it is, in its place, with all that is said of it.
    bool known_stays = true;
};

/// The photos that were given, and their files.
struct GivenPhotos {
    std::span<const Photo> photos;
    std::span<const PhotoFile> files; ///< one for each
};

enum class PhotoOrder {
    by_path, ///< byte order of the absolute paths
    as_added ///< those known in their places, then the new ones as given
};

/// A photo of the same path, size and time is the one that is known. Others are told by the digests
/// of their files: those known are not decoded again. Known photos that weren't given stay, unless
/// `prune`, or unless they were moved: their content turned up elsewhere, and they are gone.
/// Throws: Error{cancelled}.
[[nodiscard]] Changes plan_changes(const GivenPhotos &given, const KnownPhotos &known,
                                   PhotoOrder order, bool prune, const RunOptions &run = {});

/// A record of a tile, of a photo that is as it was given now.
void describe_file(TileRecord &record, const Photo &photo, const PhotoFile &file);

} // namespace tessera::internal
