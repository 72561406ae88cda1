#include "write/tiff/directory.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace tessera::internal {
namespace {

constexpr int classic_version = 42, big_version = 43;

int entry_bytes(TiffKind kind) { return kind.big ? 20 : 12; }

std::uint64_t fixed_bytes(TiffKind kind, std::size_t fields) {
    const auto count_bytes = kind.big ? 8U : 2U;
    return count_bytes + fields * static_cast<std::uint64_t>(entry_bytes(kind)) +
           static_cast<std::uint64_t>(kind.offset_bytes());
}

std::uint64_t even(std::uint64_t bytes) { return bytes + bytes % 2; }

} // namespace

int bytes_of(TiffType type) noexcept {
    switch (type) {
    case TiffType::ascii:
    case TiffType::undefined:
        return 1;
    case TiffType::short_number:
        return 2;
    case TiffType::long_number:
    case TiffType::ifd:
        return 4;
    default:
        return 8;
    }
}

void put_number(std::vector<std::uint8_t> &bytes, std::uint64_t value, int size) {
    for (int i = 0; i < size; ++i, value >>= 8)
        bytes.push_back(static_cast<std::uint8_t>(value));
}

std::vector<std::uint8_t> tiff_header(TiffKind kind) {
    std::vector<std::uint8_t> bytes{'I', 'I'};
    put_number(bytes, kind.big ? big_version : classic_version, 2);
    if (kind.big)
        put_number(bytes, 8, 4); // bytes of an offset, and two that are zero
    put_number(bytes, kind.header_bytes(), kind.offset_bytes());
    return bytes;
}

void TiffDirectory::add(std::uint16_t tag, TiffType type, std::span<const std::uint64_t> values) {
    std::vector<std::uint8_t> bytes;
    for (const std::uint64_t value : values)
        put_number(bytes, value, bytes_of(type));
    add_bytes(tag, type, bytes);
}

void TiffDirectory::add_bytes(std::uint16_t tag, TiffType type,
                              std::span<const std::uint8_t> bytes) {
    const auto count = bytes.size() / static_cast<std::size_t>(bytes_of(type));
    fields_.push_back({tag, type, count, {bytes.begin(), bytes.end()}, 0});
}

void TiffDirectory::add_text(std::uint16_t tag, std::string_view text) {
    std::vector<std::uint8_t> bytes(text.begin(), text.end());
    bytes.push_back(0);
    add_bytes(tag, TiffType::ascii, bytes);
}

void TiffDirectory::add_rational(std::uint16_t tag, double value) {
    constexpr double denominator = 1000;
    std::vector<std::uint8_t> bytes;
    put_number(bytes, static_cast<std::uint64_t>(std::llround(value * denominator)), 4);
    put_number(bytes, static_cast<std::uint64_t>(denominator), 4);
    add_bytes(tag, TiffType::rational, bytes);
}

void TiffDirectory::add_array(std::uint16_t tag, TiffType type, std::uint64_t count,
                              std::uint64_t offset) {
    fields_.push_back({tag, type, count, {}, offset});
}

std::uint64_t TiffDirectory::size(TiffKind kind) const {
    std::uint64_t size = even(fixed_bytes(kind, fields_.size()));
    for (const Field &field : fields_)
        if (field.bytes.size() > static_cast<std::size_t>(kind.offset_bytes()))
            size += even(field.bytes.size());
    return size;
}

void TiffDirectory::write(TiffKind kind, std::uint64_t offset, std::uint64_t next,
                          std::vector<std::uint8_t> &bytes) const {
    auto fields = fields_;
    std::ranges::sort(fields, {}, &Field::tag);
    std::vector<std::uint8_t> values;
    const std::uint64_t values_at = offset + even(fixed_bytes(kind, fields.size()));
    const auto inline_bytes = static_cast<std::size_t>(kind.offset_bytes());
    const std::size_t begin = bytes.size();
    put_number(bytes, fields.size(), kind.big ? 8 : 2);
    for (Field &field : fields) {
        put_number(bytes, field.tag, 2);
        put_number(bytes, static_cast<std::uint64_t>(field.type), 2);
        put_number(bytes, field.count, kind.offset_bytes());
        if (field.bytes.empty()) {
            put_number(bytes, field.elsewhere, kind.offset_bytes());
        } else if (field.bytes.size() <= inline_bytes) {
            field.bytes.resize(inline_bytes);
            bytes.insert(bytes.end(), field.bytes.begin(), field.bytes.end());
        } else {
            put_number(bytes, values_at + values.size(), kind.offset_bytes());
            field.bytes.resize(even(field.bytes.size()));
            values.insert(values.end(), field.bytes.begin(), field.bytes.end());
        }
    }
    put_number(bytes, next, kind.offset_bytes());
    bytes.resize(begin + static_cast<std::size_t>(values_at - offset));
    bytes.insert(bytes.end(), values.begin(), values.end());
}

} // namespace tessera::internal
