// Frames as tensors in the host's memory.
#pragma once

#include <tessera/sequence.hpp>
#include <tessera/tessera.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace tessera::capi {

/// A tensor of the host's, checked: channels x frames x height x width numbers.
class Tensor {
  public:
    /// Throws: Error{invalid_argument} for a shape that there isn't, or other bytes than it takes.
    explicit Tensor(const tessera_tensor *given);

    [[nodiscard]] std::uint64_t frames() const noexcept { return given_.frames; }
    [[nodiscard]] int channels() const noexcept { return given_.channels; }
    [[nodiscard]] Size size() const noexcept { return {given_.width, given_.height}; }

    /// pixels: height x width x channels.
    void set(std::uint64_t frame, std::span<const std::uint8_t> pixels) const;
    void get(std::uint64_t frame, std::vector<std::uint8_t> &pixels) const;

  private:
    [[nodiscard]] std::size_t plane() const noexcept; ///< numbers
    /// The first number of a channel's frame.
    [[nodiscard]] std::byte *at(std::size_t channel, std::uint64_t frame) const noexcept;

    tessera_tensor given_;
    std::size_t number_bytes_;
};

/// Reads the frames of a tensor, which outlives it. durations: as many as there are frames; or
/// empty, and the rate counts.
[[nodiscard]] std::unique_ptr<FrameReader>
frames_of(const Tensor &tensor, std::vector<std::chrono::nanoseconds> durations, FrameRate rate);

} // namespace tessera::capi
