#include "capi/tensor.hpp"

#include "capi/border.hpp"

#include <tessera/error.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <spdlog/fmt/fmt.h>

namespace tessera::capi {
namespace {

/// Values 0 .. 255 as numbers 0 .. 1.
const std::array<float, 256> &number_of_value() {
    static const auto table = [] {
        std::array<float, 256> numbers{};
        for (std::size_t value = 0; value < 256; ++value)
            numbers[value] = static_cast<float>(static_cast<double>(value) / 255);
        return numbers;
    }();
    return table;
}

/// What isn't a number is black.
std::uint8_t value_of(float number) {
    const double value = static_cast<double>(number) * 255;
    return static_cast<std::uint8_t>(value > 0 ? std::lround(std::min(value, 255.0)) : 0);
}

bool is_shape(const tessera_tensor &given) {
    return (given.channels == 1 || given.channels == 3 || given.channels == 4) &&
           given.height > 0 && given.width > 0 &&
           std::int64_t{given.height} * given.width <= max_frame_pixels && given.frames > 0 &&
           given.frames < std::uint64_t{1} << 32;
}

class TensorReader final : public FrameReader {
  public:
    TensorReader(const Tensor &tensor, std::vector<std::chrono::nanoseconds> durations,
                 FrameRate rate)
        : tensor_(tensor), durations_(std::move(durations)) {
        info_.size = tensor.size();
        info_.channels = tensor.channels();
        info_.expected_frames = tensor.frames();
        if (durations_.empty()) {
            info_.rate = rate;
            durations_.assign(tensor.frames(), rate.period());
        }
    }

    [[nodiscard]] const SequenceInfo &info() const noexcept override { return info_; }

    [[nodiscard]] bool next(Frame &frame) override {
        if (next_ == tensor_.frames())
            return false;
        tensor_.get(next_, frame.pixels);
        frame.duration = durations_[next_++];
        return true;
    }

    [[nodiscard]] std::vector<std::chrono::nanoseconds> durations() override { return durations_; }

  private:
    const Tensor &tensor_;
    std::vector<std::chrono::nanoseconds> durations_;
    SequenceInfo info_;
    std::uint64_t next_ = 0;
};

} // namespace

Tensor::Tensor(const tessera_tensor *given) : given_(checked(given, "tessera_tensor")) {
    if (!given_.data)
        refuse("data is null");
    if (given_.number != TESSERA_UINT8 && given_.number != TESSERA_FLOAT32)
        refuse(fmt::format("the number of a tensor is TESSERA_UINT8 or TESSERA_FLOAT32, not {}",
                           given_.number));
    number_bytes_ = given_.number == TESSERA_FLOAT32 ? sizeof(float) : 1;
    const std::string shape = fmt::format("{} x {} x {} x {}", given_.channels, given_.frames,
                                          given_.height, given_.width);
    if (!is_shape(given_))
        refuse(fmt::format("a tensor is channels (1, 3 or 4) x frames x height x width, not {}",
                           shape));
    // At most 4 x 2^28 x 4 x (2^32 - 1): below 2^64.
    const std::uint64_t needed =
        static_cast<std::uint64_t>(given_.channels) * plane() * number_bytes_ * given_.frames;
    if (given_.bytes != needed)
        refuse(fmt::format("a tensor of {} takes {} bytes; there are {}", shape, needed,
                           given_.bytes));
}

std::size_t Tensor::plane() const noexcept {
    return static_cast<std::size_t>(given_.height) * static_cast<std::size_t>(given_.width);
}

std::byte *Tensor::at(std::size_t channel, std::uint64_t frame) const noexcept {
    return static_cast<std::byte *>(given_.data) +
           (channel * given_.frames + frame) * plane() * number_bytes_;
}

void Tensor::set(std::uint64_t frame, std::span<const std::uint8_t> pixels) const {
    const auto channels = static_cast<std::size_t>(given_.channels);
    for (std::size_t channel = 0; channel < channels; ++channel) {
        std::byte *to = at(channel, frame);
        for (std::size_t i = 0; i < plane(); ++i) {
            const std::uint8_t value = pixels[i * channels + channel];
            if (number_bytes_ == 1)
                to[i] = std::byte{value};
            else // the host's memory may lie anywhere
                std::memcpy(to + i * sizeof(float), &number_of_value()[value], sizeof(float));
        }
    }
}

void Tensor::get(std::uint64_t frame, std::vector<std::uint8_t> &pixels) const {
    const auto channels = static_cast<std::size_t>(given_.channels);
    pixels.resize(plane() * channels);
    for (std::size_t channel = 0; channel < channels; ++channel) {
        const std::byte *from = at(channel, frame);
        for (std::size_t i = 0; i < plane(); ++i) {
            float number = 0;
            if (number_bytes_ != 1)
                std::memcpy(&number, from + i * sizeof(float), sizeof(float));
            pixels[i * channels + channel] =
                number_bytes_ == 1 ? std::to_integer<std::uint8_t>(from[i]) : value_of(number);
        }
    }
}

std::unique_ptr<FrameReader>
frames_of(const Tensor &tensor, std::vector<std::chrono::nanoseconds> durations, FrameRate rate) {
    return std::make_unique<TensorReader>(tensor, std::move(durations), rate);
}

} // namespace tessera::capi
