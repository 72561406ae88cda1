// A tensor of all frames, written frame by frame.

#include "base/file_descriptor.hpp"
#include "sequence/tensor/npy.hpp"
#include "sequence/writers.hpp"

#include <tessera/error.hpp>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <span>
#include <spdlog/fmt/fmt.h>
#include <unistd.h>
#include <vector>

namespace tessera::internal {
namespace {

constexpr std::uint64_t block = 1 << 20;

/// The channels of a tensor lie one after another, each with all its frames; where one starts is
/// only known when all frames have come. So each gets room for as many as are expected, and moves
/// when there are more, or in the end fewer.
class TensorOutput {
  public:
    TensorOutput(const std::string &file, std::string name, const TensorShape &shape)
        : name_(std::move(name)), file_(file.c_str(), O_RDWR | O_CREAT | O_TRUNC, 0666),
          shape_(shape), room_(std::max<std::uint64_t>(1, shape.frames)) {
        shape_.frames = 0;
        if (file_.get() < 0)
            fail();
    }

    /// planes: channels x height x width numbers.
    void add(std::span<const std::uint8_t> planes) {
        if (shape_.frames == room_)
            move_channels(2 * room_);
        const std::uint64_t plane = shape_.plane_bytes();
        for (std::uint64_t channel = 0; channel < shape_.channels; ++channel)
            write(planes.subspan(channel * plane, plane),
                  begin_of(channel, room_) + shape_.frames * plane);
        ++shape_.frames;
    }

    void finish() {
        if (shape_.frames < room_)
            move_channels(shape_.frames);
        const std::string header = tensor_header(shape_);
        write({reinterpret_cast<const std::uint8_t *>(header.data()), header.size()}, 0);
        if (::ftruncate(file_.get(), static_cast<off_t>(header.size() + shape_.bytes())) != 0 ||
            !file_.close())
            fail();
    }

  private:
    [[noreturn]] void fail() const {
        throw Error(ErrorCode::write_failed,
                    fmt::format("cannot write '{}': {}", name_, std::strerror(errno)));
    }

    [[nodiscard]] std::uint64_t begin_of(std::uint64_t channel, std::uint64_t room) const {
        return tensor_header_bytes + channel * room * shape_.plane_bytes();
    }

    void write(std::span<const std::uint8_t> bytes, std::uint64_t at) {
        while (!bytes.empty()) {
            const ssize_t done =
                ::pwrite(file_.get(), bytes.data(), bytes.size(), static_cast<off_t>(at));
            if (done < 0)
                fail();
            bytes = bytes.subspan(static_cast<std::size_t>(done));
            at += static_cast<std::uint64_t>(done);
        }
    }

    /// The first channel stays; towards the end of the file the last one goes first.
    void move_channels(std::uint64_t room) {
        const std::uint64_t count = shape_.frames * shape_.plane_bytes();
        for (std::uint64_t i = 1; i < shape_.channels; ++i) {
            const std::uint64_t channel = room > room_ ? shape_.channels - i : i;
            move(begin_of(channel, room_), begin_of(channel, room), count);
        }
        room_ = room;
    }

    void move(std::uint64_t from, std::uint64_t to, std::uint64_t count) {
        std::vector<std::uint8_t> bytes(std::min(block, count));
        for (std::uint64_t done = 0; done < count;) {
            const std::uint64_t part = std::min<std::uint64_t>(bytes.size(), count - done);
            const std::uint64_t at = to > from ? count - done - part : done;
            for (std::uint64_t got = 0; got < part;) {
                const ssize_t more = ::pread(file_.get(), bytes.data() + got, part - got,
                                             static_cast<off_t>(from + at + got));
                if (more <= 0)
                    fail();
                got += static_cast<std::uint64_t>(more);
            }
            write(std::span(bytes).first(part), to + at);
            done += part;
        }
    }

    std::string name_;
    FileDescriptor file_;
    TensorShape shape_;
    std::uint64_t room_; ///< frames that each channel has room for
};

/// 8-bit values as the numbers of a tensor.
class Planes {
  public:
    Planes(const TensorShape &shape, const TensorScale &scale)
        : shape_(shape), bytes_(shape.channels * shape.plane_bytes()) {
        const auto channels = scale.of(shape.channels);
        for (const TensorScale::Channel &channel : channels)
            for (int value = 0; value < 256; ++value)
                numbers_.push_back(
                    static_cast<float>((double(value) / 255 - channel.mean) / channel.std));
    }

    [[nodiscard]] std::span<const std::uint8_t> of(const std::vector<std::uint8_t> &pixels) {
        const std::size_t channels = shape_.channels, count = pixels.size() / channels;
        for (std::size_t channel = 0; channel < channels; ++channel) {
            std::uint8_t *plane = bytes_.data() + channel * shape_.plane_bytes();
            const float *numbers = numbers_.data() + channel * 256;
            for (std::size_t i = 0; i < count; ++i) {
                const std::uint8_t value = pixels[i * channels + channel];
                if (shape_.number == TensorNumber::uint8)
                    plane[i] = value;
                else
                    std::memcpy(plane + i * sizeof(float), numbers + value, sizeof(float));
            }
        }
        return bytes_;
    }

  private:
    TensorShape shape_;
    std::vector<std::uint8_t> bytes_;
    std::vector<float> numbers_; ///< channels x 256
};

class TensorWriter final : public SequenceWriter {
  public:
    [[nodiscard]] std::string_view name() const noexcept override { return "tensor"; }

    [[nodiscard]] bool takes(const Target &target) const override {
        return target.suffix() == ".npy";
    }

    [[nodiscard]] bool holds_alpha(const Target &) const override { return true; }

    [[nodiscard]] std::string refusal(const Target &target, const SequenceInfo &info,
                                      const SequenceOptions &options) const override {
        static_cast<void>(options.scale.of(static_cast<std::size_t>(info.channels)));
        if (!target.options.empty())
            return "tensors have no options in brackets";
        const bool scaled = !options.scale.mean.empty() || !options.scale.std.empty();
        return scaled && options.number == TensorNumber::uint8
                   ? "mean and std are for float32; uint8 holds the values as they are"
                   : "";
    }

    void write(FrameSource &source, const Target &target, const std::string &folder,
               const SequenceOptions &options) const override {
        const SequenceInfo &info = source.info();
        const TensorShape shape{static_cast<std::uint64_t>(info.channels), info.expected_frames,
                                static_cast<std::uint64_t>(info.size.height),
                                static_cast<std::uint64_t>(info.size.width), options.number};
        const std::filesystem::path name = std::filesystem::path(target.path).filename();
        TensorOutput output((std::filesystem::path(folder) / name).string(), target.path, shape);
        Planes planes(shape, options.scale);
        for (Frame frame; source.next(frame);)
            output.add(planes.of(frame.pixels));
        output.finish();
    }
};

} // namespace

const SequenceWriter &tensor_writer() {
    static const TensorWriter writer;
    return writer;
}

} // namespace tessera::internal
