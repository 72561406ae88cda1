// Frames of one file that libvips reads: animations as one tall strip, pages one by one.

#include "image/guard.hpp"
#include "sequence/animation/gif.hpp"
#include "sequence/animation/tiff_pages.hpp"
#include "sequence/pixels.hpp"
#include "sequence/readers.hpp"

#include <tessera/error.hpp>

#include <algorithm>
#include <spdlog/fmt/fmt.h>

namespace tessera::internal {
using vips::VImage;
namespace {

std::string cannot_read(const std::string &path) { return fmt::format("cannot read '{}'", path); }

int int_of(const VImage &image, const char *field, int usual) {
    int value = usual;
    return vips_image_get_typeof(image.get_image(), field) != 0 &&
                   vips_image_get_int(image.get_image(), field, &value) == 0
               ? value
               : usual;
}

/// The durations that an animation has; empty where there are none.
std::vector<std::chrono::nanoseconds> delays_of(const VImage &image) {
    int *delays = nullptr;
    int count = 0;
    std::vector<std::chrono::nanoseconds> durations;
    if (vips_image_get_typeof(image.get_image(), "delay") != 0 &&
        vips_image_get_array_int(image.get_image(), "delay", &delays, &count) == 0)
        for (int i = 0; i < count; ++i)
            durations.push_back(std::chrono::milliseconds(std::max(0, delays[i])));
    return durations;
}

class PagesReader : public FrameReader {
  public:
    PagesReader(std::unique_ptr<PictureFile> file, const VImage &header,
                const FrameOptions &options)
        : file_(std::move(file)), background_(options.background),
          converts_(options.channels.has_value()),
          count_(static_cast<std::uint64_t>(int_of(header, VIPS_META_N_PAGES, 1))) {
        info_.size = {header.width(), header.height()};
        info_.channels = options.channels.value_or(channels_of(header));
        info_.expected_frames = count_;
    }

    [[nodiscard]] const SequenceInfo &info() const noexcept override { return info_; }

    [[nodiscard]] std::vector<std::chrono::nanoseconds> durations() override { return durations_; }

    bool skip() override {
        if (next_ == count_)
            return false;
        ++next_;
        return true;
    }

  protected:
    [[nodiscard]] std::size_t frame_bytes() const {
        return static_cast<std::size_t>(info_.size.width * info_.size.height * info_.channels);
    }

    /// The part of a file that is to be pulled, as a frame's px.
    [[nodiscard]] VImage convert(const VImage &image) const {
        return to_channels(image, info_.channels, background_);
    }

    std::unique_ptr<PictureFile> file_;
    SequenceInfo info_;
    Rgb background_;
    bool converts_; ///< to a number of channels that was asked for
    std::uint64_t count_, next_ = 0;
    std::vector<std::chrono::nanoseconds> durations_{};
};

/// Frames of a GIF or WebP need those before them: they lie in one strip, that is pulled from top
/// to bottom. A strip longer than libvips' longest side is opened in parts.
class Animation final : public PagesReader {
  public:
    Animation(std::unique_ptr<PictureFile> file, const VImage &header, const FrameOptions &options)
        : PagesReader(std::move(file), header, options) {
        info_.plays = int_of(header, "loop", 0);
        durations_ = delays_of(header);
        durations_.resize(count_, usual_duration);
        info_.rate = common_rate(durations_);
    }

    [[nodiscard]] bool next(Frame &frame) override {
        if (next_ == count_)
            return false;
        const auto height = static_cast<int>(info_.size.height);
        guarded(ErrorCode::unreadable_image,
                fmt::format("{}: frame {} of {} is damaged", cannot_read(file_->path()), next_ + 1,
                            count_),
                [&] {
                    if (next_ >= end_)
                        open_part();
                    frame.pixels.resize(frame_bytes());
                    pull_lines(strip_, static_cast<int>(next_ - begin_) * height, height,
                               frame.pixels);
                });
        frame.duration = durations_[next_++];
        return true;
    }

  private:
    void open_part() {
        const auto most = static_cast<std::uint64_t>(
            std::max<std::int64_t>(1, max_side / std::max<std::int64_t>(1, info_.size.height)));
        begin_ = next_;
        end_ = std::min(count_, begin_ + most);
        strip_ = convert(file_->load(VIPS_ACCESS_SEQUENTIAL, static_cast<int>(begin_),
                                     static_cast<int>(end_ - begin_)));
    }

    VImage strip_;
    std::uint64_t begin_ = 0, end_ = 0; ///< of the frames in the strip
};

/// Pages that stand for themselves.
class Pages final : public PagesReader {
  public:
    Pages(std::unique_ptr<PictureFile> file, const VImage &header, const FrameOptions &options)
        : PagesReader(std::move(file), header, options) {
        info_.rate = rate_of(options);
        info_.seekable = true;
        durations_.assign(count_, info_.rate->period());
        if (vips_image_get_orientation_swap(header.get_image()))
            std::swap(info_.size.width, info_.size.height);
    }

    [[nodiscard]] bool next(Frame &frame) override {
        if (next_ == count_)
            return false;
        const std::string where =
            count_ == 1 ? std::string() : fmt::format(": page {} of {}", next_ + 1, count_);
        guarded(ErrorCode::unreadable_image,
                fmt::format("{}{} is damaged", cannot_read(file_->path()), where), [&] {
                    const VImage page = upright(where);
                    frame.pixels.resize(frame_bytes());
                    pull_lines(page, 0, page.height(), frame.pixels);
                });
        frame.duration = durations_[next_++];
        return true;
    }

    void seek(std::uint64_t index) override { next_ = std::min(index, count_); }

  private:
    [[nodiscard]] VImage upright(const std::string &where) const {
        const auto index = static_cast<int>(next_);
        VImage page = file_->load(VIPS_ACCESS_SEQUENTIAL, index);
        if (vips_image_get_orientation(page.get_image()) > 1)
            page = file_->load(VIPS_ACCESS_RANDOM, index).autorot();
        if (Size{page.width(), page.height()} != info_.size)
            throw unreadable(file_->path(),
                             fmt::format("{}is {} x {} px, and {} x {} were wanted",
                                         where.empty() ? "it " : where.substr(2) + " ",
                                         page.width(), page.height(), info_.size.width,
                                         info_.size.height));
        if (const int channels = channels_of(page); !converts_ && channels > info_.channels)
            throw more_channels(file_->path(), channels, info_.channels);
        return convert(page);
    }
};

} // namespace

FrameReaderPtr open_pages(std::unique_ptr<PictureFile> file, const FrameOptions &options) {
    const std::string path = file->path();
    return guarded(ErrorCode::unreadable_image, cannot_read(path), [&]() -> FrameReaderPtr {
        const VImage header = file->load(VIPS_ACCESS_SEQUENTIAL);
        check_frame_size(path, {header.width(), header.height()});
        const std::string_view loader = header.get_string("vips-loader");
        if (loader.starts_with("gif"))
            check_frame_size(path, check_gif(path));
        if (loader.starts_with("tiff"))
            check_tiff_pages(path);
        if (!delays_of(header).empty() && int_of(header, VIPS_META_N_PAGES, 1) > 1)
            return std::make_unique<Animation>(std::move(file), header, options);
        return std::make_unique<Pages>(std::move(file), header, options);
    });
}

} // namespace tessera::internal
