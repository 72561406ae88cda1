// What stands before a part's payload: docs/formats.md has it to the byte.
// Why: docs/decisions/a-part-says-all-it-depends-on.md
#pragma once

#include <tessera/writer.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tessera::internal {

inline constexpr std::size_t part_header_bytes = 4096;

struct PartHeader {
    PartInfo info{};
    std::vector<std::uint64_t> sections{}; ///< of the payload, one after the other: bytes of each
    Digest checksum{};                     ///< of the payload, by PayloadHasher
};

/// part_header_bytes. Throws: Error{unsupported} where options are too long for that.
[[nodiscard]] std::vector<std::uint8_t> encode_part_header(const PartHeader &header);

/// Nothing for bytes that encode_part_header() didn't write.
[[nodiscard]] std::optional<PartHeader> decode_part_header(std::span<const std::uint8_t> bytes);

/// What parts that are to be joined have in common, as a text.
[[nodiscard]] std::string whole_of(const PartInfo &info);

/// Whether two parts are of one mosaic and one output: empty, or how `other` differs from `first`,
/// as a clause about `other`.
[[nodiscard]] std::string difference_of(const PartInfo &first, const PartInfo &other);

} // namespace tessera::internal
