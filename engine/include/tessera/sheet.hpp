// A contact sheet: what is in a library, to look through.
#pragma once

#include <tessera/export.hpp>
#include <tessera/library.hpp>
#include <tessera/overview.hpp>
#include <tessera/session.hpp>
#include <tessera/tile.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace tessera {

/// A tile as a sheet shows it.
struct SheetPhoto {
    TileId tile = 0;
    TileRecord record{};
    SmallPicture picture{};
    std::uint32_t group = 0; ///< tiles that look the same share one, from 1; 0: no other does
    std::uint32_t alike = 1; ///< tiles of its group, shown or not
};

struct Sheet {
    std::vector<SheetPhoto> photos{}; ///< by id
    std::uint64_t tiles = 0;          ///< of which these are some
    std::uint64_t groups = 0;         ///< of tiles that look the same, among all of those
};

struct SheetOptions {
    std::optional<std::vector<TileId>> tiles{}; ///< of which; ascending; nothing: all
    std::size_t skip = 0;                       ///< of them, from the first on
    std::size_t most = 5000;                    ///< that are shown
    int thumbnail = 96;                         ///< px of the longer side, at most
};

/// Pictures of a library's tiles, and which look the same: copies of a file, bursts, other sizes.
/// The same at any number of threads; memory grows with the tiles shown, by about 4 kB each.
/// Progress: stage "sheet", tiles.
/// Throws: Error{invalid_argument} for tiles that the library hasn't; Error{corrupt_store};
/// Error{cancelled}.
[[nodiscard]] TESSERA_API Sheet contact_sheet(const TileLibrary &library,
                                              const SheetOptions &options = {},
                                              const RunOptions &run = {});

} // namespace tessera
