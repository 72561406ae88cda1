// Frames of a tensor.

#include "image/guard.hpp"
#include "sequence/pixels.hpp"
#include "sequence/readers.hpp"
#include "sequence/tensor/npy.hpp"

#include <tessera/error.hpp>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <spdlog/fmt/fmt.h>
#include <unistd.h>

namespace tessera::internal {
namespace {

class TensorReader final : public FrameReader {
  public:
    TensorReader(const std::string &path, const FrameOptions &options)
        : path_(path), options_(options), tensor_(read_tensor_header(path)),
          file_(path.c_str(), O_RDONLY), scale_(options.scale.of(channels())) {
        info_.size = {static_cast<std::int64_t>(tensor_.shape.width),
                      static_cast<std::int64_t>(tensor_.shape.height)};
        info_.channels = options.channels.value_or(static_cast<int>(channels()));
        info_.expected_frames = tensor_.shape.frames;
        info_.rate = rate_of(options);
        info_.seekable = true;
        plane_.resize(tensor_.shape.plane_bytes());
        if (file_.get() < 0)
            throw unreadable(path_, std::strerror(errno));
    }

    [[nodiscard]] const SequenceInfo &info() const noexcept override { return info_; }

    [[nodiscard]] bool next(Frame &frame) override {
        if (next_ == tensor_.shape.frames)
            return false;
        frame.pixels.resize(channels() * tensor_.shape.height * tensor_.shape.width);
        for (std::size_t channel = 0; channel < channels(); ++channel) {
            read_plane(channel);
            fill(channel, frame.pixels);
        }
        ++next_;
        if (const auto own = static_cast<int>(channels()); info_.channels != own) {
            const std::vector<std::uint8_t> pixels = std::move(frame.pixels);
            convert_pixels(view_of(pixels, info_.size, own), info_.channels, options_.background,
                           frame.pixels);
        }
        frame.duration = info_.rate->period();
        return true;
    }

    bool skip() override {
        if (next_ == tensor_.shape.frames)
            return false;
        ++next_;
        return true;
    }

    void seek(std::uint64_t index) override { next_ = std::min(index, tensor_.shape.frames); }

    [[nodiscard]] std::vector<std::chrono::nanoseconds> durations() override {
        return std::vector(tensor_.shape.frames, info_.rate->period());
    }

  private:
    [[nodiscard]] std::size_t channels() const noexcept { return tensor_.shape.channels; }

    void read_plane(std::size_t channel) {
        const std::uint64_t begin = tensor_.data_begin + (channel * tensor_.shape.frames + next_) *
                                                             tensor_.shape.plane_bytes();
        for (std::size_t done = 0; done < plane_.size();) {
            const ssize_t got = ::pread(file_.get(), plane_.data() + done, plane_.size() - done,
                                        static_cast<off_t>(begin + done));
            if (got <= 0)
                throw unreadable(path_, got < 0 ? std::strerror(errno) : "it became shorter");
            done += static_cast<std::size_t>(got);
        }
    }

    void fill(std::size_t channel, std::vector<std::uint8_t> &pixels) const {
        const std::size_t count = pixels.size() / channels();
        if (tensor_.shape.number == TensorNumber::uint8) {
            for (std::size_t i = 0; i < count; ++i)
                pixels[i * channels() + channel] = plane_[i];
            return;
        }
        for (std::size_t i = 0; i < count; ++i) {
            float number = 0;
            std::memcpy(&number, plane_.data() + i * sizeof number, sizeof number);
            const double value =
                (double(number) * scale_[channel].std + scale_[channel].mean) * 255;
            // What isn't a number is black.
            pixels[i * channels() + channel] =
                static_cast<std::uint8_t>(value > 0 ? std::lround(std::min(value, 255.0)) : 0);
        }
    }

    std::string path_;
    FrameOptions options_;
    TensorFile tensor_;
    FileDescriptor file_;
    std::vector<TensorScale::Channel> scale_;
    SequenceInfo info_;
    std::vector<std::uint8_t> plane_;
    std::uint64_t next_ = 0;
};

} // namespace

FrameReaderPtr open_tensor(const std::string &path, const FrameOptions &options) {
    return std::make_unique<TensorReader>(path, options);
}

} // namespace tessera::internal

namespace tessera {
using namespace internal;

std::vector<TensorScale::Channel> TensorScale::of(std::size_t channels) const {
    const auto check = [&](const std::vector<double> &list, const char *name) {
        if (list.size() > 1 && list.size() != channels)
            throw Error(
                ErrorCode::invalid_argument,
                fmt::format("{} is one number, or one for each of {} channels; there are {}", name,
                            channels, list.size()));
    };
    check(mean, "mean");
    check(std, "std");
    std::vector<Channel> scale(channels);
    for (std::size_t i = 0; i < channels; ++i) {
        if (!mean.empty())
            scale[i].mean = mean[mean.size() == 1 ? 0 : i];
        if (!std.empty())
            scale[i].std = std[std.size() == 1 ? 0 : i];
        if (!std::isfinite(scale[i].mean) || !(scale[i].std > 0) || !std::isfinite(scale[i].std))
            throw Error(ErrorCode::invalid_argument,
                        fmt::format("mean is a number and std one above 0, not {} and {}",
                                    scale[i].mean, scale[i].std));
    }
    return scale;
}

} // namespace tessera
