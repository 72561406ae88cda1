// Raw frames with their times, as a stream that ffmpeg reads.
#pragma once

#include <tessera/sequence.hpp>

#include <cstdint>
#include <string>

namespace tessera::internal {

/// What a Matroska file of uncompressed frames begins with. Times are in microseconds.
/// Source: RFC 9559; EBML: RFC 8794.
[[nodiscard]] std::string matroska_start(Size size, int channels);

/// What stands before the px of a frame.
[[nodiscard]] std::string matroska_frame_start(std::int64_t time, std::int64_t duration,
                                               std::uint64_t bytes);

/// What stands after them.
[[nodiscard]] std::string matroska_frame_end(std::int64_t duration);

} // namespace tessera::internal
