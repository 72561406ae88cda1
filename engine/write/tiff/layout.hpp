// Where everything of a TIFF goes, before any of it is written.
// Why: docs/decisions/tiff-cells-share-their-tiles-bytes.md
#pragma once

#include "write/tiff/codec.hpp"
#include "write/tiff/directory.hpp"

#include <tessera/geometry.hpp>

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace tessera::internal {

/// One resolution of the picture, cut into tiles. Tiles that are equal share their bytes: an item
/// is what the bytes of one or many tiles are.
struct TiffLevel {
    Size size{};                            ///< px
    TileShape tile{};                       ///< px; multiples of 16
    Grid grid{};                            ///< tiles
    std::vector<std::uint32_t> sizes{};     ///< bytes, by item
    std::span<const std::uint32_t> items{}; ///< of each tile, row-major; empty: tile i is item i
    /// Appends the bytes of item i. Called in the items' order, on one thread.
    std::function<void(std::size_t, std::vector<std::uint8_t> &)> read{};

    [[nodiscard]] std::size_t item_of(std::size_t index) const {
        return items.empty() ? index : items[index];
    }
};

enum class TiffPyramid {
    none,
    pages,  ///< smaller levels follow as pages; also a cloud-optimised GeoTIFF's order
    subifds ///< smaller levels hang on the first directory, as OME-TIFF wants them
};

struct TiffDescription {
    std::string target{}; ///< what messages call the file
    bool big = true;
    TiffPyramid pyramid = TiffPyramid::none;
    TiffCodingTags coding{};
    std::vector<std::uint8_t> jpeg_tables{};
    std::vector<std::uint8_t> profile{}; ///< ICC; none if empty
    std::string text{};                  ///< ImageDescription; none if empty
    double dpi = 0;                      ///< none if 0
};

/// An array of one number for each tile of a level.
struct TiffArray {
    TiffType type = TiffType::long_number;
    std::uint64_t at = 0; ///< in the file, unless it stands in its field

    [[nodiscard]] std::uint64_t bytes(std::uint64_t tiles) const {
        return tiles * static_cast<std::uint64_t>(bytes_of(type));
    }
};

/// Where the parts of one level stand.
struct TiffPlace {
    std::uint64_t directory = 0;
    TiffArray offsets{}, sizes{};
    std::uint64_t data = 0;             ///< of the first item; the others follow
    std::vector<std::uint64_t> items{}; ///< offset of each
};

/// Header, directories, arrays of offsets and sizes, and the items from the smallest level up to
/// the largest, so that a reader over a network gets an overview with its first requests. Where
/// offsets then wouldn't fit in four bytes, the arrays stand at the end, if that helps.
class TiffLayout {
  public:
    /// levels: largest first; both must outlive the layout.
    /// Throws: Error{unsupported} if a classic TIFF would be too large.
    TiffLayout(std::span<const TiffLevel> levels, const TiffDescription &description);

    [[nodiscard]] const TiffPlace &place(std::size_t level) const { return places_[level]; }

    /// Header and directories: all that stands before the arrays.
    [[nodiscard]] std::vector<std::uint8_t> head() const;

    /// Whether an array stands in its field, being so short.
    [[nodiscard]] bool is_inline(const TiffArray &array, std::size_t level) const;

  private:
    enum class Order { arrays_first, items_first };

    void arrange(TiffType offsets, Order order);
    void place_arrays();
    void place_items();
    [[nodiscard]] TiffDirectory directory(std::size_t level) const;
    void add_coding(TiffDirectory &directory) const;
    void add_description(TiffDirectory &directory) const;
    template <class Number>
    void add_array(TiffDirectory &directory, std::uint16_t tag, const TiffArray &array,
                   std::size_t level, std::span<const Number> values) const;

    std::span<const TiffLevel> levels_;
    const TiffDescription &description_;
    TiffKind kind_;
    std::vector<TiffPlace> places_;
    std::uint64_t end_ = 0, items_end_ = 0;
};

} // namespace tessera::internal
