#include "image/codec/exif.hpp"

#include <algorithm>
#include <optional>
#include <string_view>

namespace tessera::internal {
namespace {

constexpr std::string_view exif_header("Exif\0\0", 6);
constexpr std::size_t tiff_header_bytes = 8, entry_bytes = 12, inline_bytes = 4;
constexpr std::size_t date_length = 19; // without the NUL at its end
constexpr std::uint16_t ascii = 2, short_number = 3;

constexpr std::uint16_t orientation_tag = 0x0112, exif_directory_tag = 0x8769,
                        date_time_original_tag = 0x9003, thumbnail_offset_tag = 0x0201,
                        thumbnail_length_tag = 0x0202;

struct Entry {
    std::uint16_t tag = 0, type = 0;
    std::uint32_t count = 0;
    std::size_t value = 0; ///< where it lies in the entry: the value itself, or where that is
};

/// Numbers of either byte order; zero beyond the end.
class Tiff {
  public:
    explicit Tiff(std::span<const std::uint8_t> bytes)
        : bytes_(bytes), big_endian_(!bytes.empty() && bytes[0] == 'M') {}

    [[nodiscard]] bool is_one() const {
        return bytes_.size() >= tiff_header_bytes && bytes_[0] == bytes_[1] &&
               (bytes_[0] == 'I' || bytes_[0] == 'M') && number16(2) == 42;
    }

    [[nodiscard]] std::uint16_t number16(std::size_t at) const {
        return static_cast<std::uint16_t>(number(at, 2));
    }
    [[nodiscard]] std::uint32_t number32(std::size_t at) const { return number(at, 4); }

    /// A SHORT or LONG.
    [[nodiscard]] std::uint32_t value_of(const Entry &entry) const {
        return entry.type == short_number ? number16(entry.value) : number32(entry.value);
    }

    [[nodiscard]] std::size_t entries(std::size_t directory) const { return number16(directory); }

    [[nodiscard]] Entry entry(std::size_t directory, std::size_t index) const {
        const std::size_t at = directory + 2 + index * entry_bytes;
        return {number16(at), number16(at + 2), number32(at + 4), at + 8};
    }

    /// The directory after this one; 0: none.
    [[nodiscard]] std::size_t next(std::size_t directory) const {
        return number32(directory + 2 + entries(directory) * entry_bytes);
    }

    [[nodiscard]] std::optional<Entry> find(std::size_t directory, std::uint16_t tag) const {
        if (directory < tiff_header_bytes || directory >= bytes_.size())
            return std::nullopt;
        const std::size_t room = (bytes_.size() - directory) / entry_bytes;
        for (std::size_t i = 0; i < std::min(entries(directory), room); ++i)
            if (const Entry found = entry(directory, i); found.tag == tag)
                return found;
        return std::nullopt;
    }

    [[nodiscard]] std::span<const std::uint8_t> part(std::size_t begin, std::size_t length) const {
        if (begin > bytes_.size() || length > bytes_.size() - begin)
            return {};
        return bytes_.subspan(begin, length);
    }

  private:
    [[nodiscard]] std::uint32_t number(std::size_t at, std::size_t length) const {
        std::uint32_t result = 0;
        const auto bytes = part(at, length);
        for (std::size_t i = 0; i < bytes.size(); ++i)
            result = result << 8 | bytes[big_endian_ ? i : bytes.size() - 1 - i];
        return result;
    }

    std::span<const std::uint8_t> bytes_;
    bool big_endian_;
};

/// "2024:05:31 12:00:00" to 2024-05-31T12:00:00.
std::string capture_date(const Tiff &tiff, std::size_t directory) {
    const auto entry = tiff.find(directory, date_time_original_tag);
    if (!entry || entry->type != ascii || entry->count < date_length)
        return {};
    const auto text = tiff.part(tiff.number32(entry->value), date_length);
    std::string date(text.begin(), text.end());
    if (date.size() < date_length || date[4] != ':' || date[7] != ':' || date[10] != ' ')
        return {};
    date[4] = date[7] = '-';
    date[10] = 'T';
    return date;
}

std::span<const std::uint8_t> embedded_jpeg(const Tiff &tiff, std::size_t directory) {
    const auto offset = tiff.find(directory, thumbnail_offset_tag);
    const auto length = tiff.find(directory, thumbnail_length_tag);
    if (!offset || !length)
        return {};
    return tiff.part(tiff.value_of(*offset), tiff.value_of(*length));
}

} // namespace

Exif parse_exif(std::span<const std::uint8_t> bytes) {
    if (bytes.size() > exif_header.size() &&
        std::equal(exif_header.begin(), exif_header.end(), bytes.begin()))
        bytes = bytes.subspan(exif_header.size());
    Exif exif;
    const Tiff tiff(bytes);
    if (!tiff.is_one())
        return exif;
    const std::size_t main = tiff.number32(inline_bytes);
    if (const auto found = tiff.find(main, orientation_tag))
        if (const std::uint32_t value = tiff.value_of(*found); value >= 1 && value <= 8)
            exif.orientation = static_cast<int>(value);
    if (const auto found = tiff.find(main, exif_directory_tag))
        exif.captured = capture_date(tiff, tiff.number32(found->value));
    exif.thumbnail = embedded_jpeg(tiff, tiff.next(main));
    return exif;
}

} // namespace tessera::internal
