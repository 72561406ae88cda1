// Frames that are read while those before them are worked on.
#pragma once

#include <tessera/sequence.hpp>

#include <memory>

namespace tessera::internal {

/// The same sequence; one frame of it is read ahead, on a thread of its own, from the first next()
/// on. Two frames more are in memory.
[[nodiscard]] std::unique_ptr<FrameReader> read_ahead(std::unique_ptr<FrameReader> frames);

} // namespace tessera::internal
