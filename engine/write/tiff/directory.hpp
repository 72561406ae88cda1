// The directories of a TIFF, to the byte. Source: TIFF 6.0; the BigTIFF design, libtiff.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tessera::internal {

/// Numbers as the two kinds of TIFF have them, little-endian.
struct TiffKind {
    bool big = true;

    [[nodiscard]] std::uint64_t header_bytes() const noexcept { return big ? 16 : 8; }
    [[nodiscard]] int offset_bytes() const noexcept { return big ? 8 : 4; }
};

/// Field types. Source: TIFF 6.0, section 2, and BigTIFF for the last.
enum class TiffType : std::uint16_t {
    ascii = 2,
    short_number = 3,
    long_number = 4,
    rational = 5,
    undefined = 7,
    ifd = 13,
    long8 = 16,
    ifd8 = 18
};

[[nodiscard]] int bytes_of(TiffType type) noexcept;

/// One directory: fields in any order. Values that fit stand in the field itself, others after the
/// directory; arrays may stand anywhere in the file, and be written by somebody else.
class TiffDirectory {
  public:
    void add(std::uint16_t tag, TiffType type, std::span<const std::uint64_t> values);
    void add(std::uint16_t tag, TiffType type, std::uint64_t value) { add(tag, type, {&value, 1}); }
    void add_bytes(std::uint16_t tag, TiffType type, std::span<const std::uint8_t> bytes);
    void add_text(std::uint16_t tag, std::string_view text);
    /// A ratio of whole numbers near `value`.
    void add_rational(std::uint16_t tag, double value);
    /// An array of `count` values at `offset`. REQUIRES: they don't fit in a field.
    void add_array(std::uint16_t tag, TiffType type, std::uint64_t count, std::uint64_t offset);

    /// Bytes of the directory with the values after it; even.
    [[nodiscard]] std::uint64_t size(TiffKind kind) const;

    /// Appends the directory, which stands at `offset`; `next`: where the next one stands, or 0.
    void write(TiffKind kind, std::uint64_t offset, std::uint64_t next,
               std::vector<std::uint8_t> &bytes) const;

  private:
    struct Field {
        std::uint16_t tag;
        TiffType type;
        std::uint64_t count;
        std::vector<std::uint8_t> bytes; ///< the values; empty for an array elsewhere
        std::uint64_t elsewhere;
    };

    std::vector<Field> fields_; ///< by tag
};

/// Appends the lowest `size` bytes of a number.
void put_number(std::vector<std::uint8_t> &bytes, std::uint64_t value, int size);

/// The file's first bytes, for a first directory right after them.
[[nodiscard]] std::vector<std::uint8_t> tiff_header(TiffKind kind);

} // namespace tessera::internal
