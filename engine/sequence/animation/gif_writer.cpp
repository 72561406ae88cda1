// GIFs. cgif puts them together; this is its one door.
// Why: docs/decisions/gifs-are-put-together-by-cgif.md

#include "image/codec/saver.hpp"
#include "image/guard.hpp"
#include "image/session.hpp"
#include "sequence/animation/palette.hpp"
#include "sequence/writers.hpp"

#include <tessera/error.hpp>

#include <algorithm>
#include <cerrno>
#include <cgif.h>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <memory>
#include <spdlog/fmt/fmt.h>
#include <utility>

namespace tessera::internal {
using std::chrono::nanoseconds;
namespace {

constexpr std::int64_t tick = 10'000'000; // nanoseconds, that durations are counted in
constexpr std::int64_t most_ticks = 65'535;
constexpr int effort = 7, most_effort = 10; // of finding colours
constexpr int hardly = 4;                   // levels by which a px hardly changes

class GifFile {
  public:
    GifFile(const std::string &file, std::string cannot, Size size, int plays)
        : cannot_(std::move(cannot)), file_(std::fopen(file.c_str(), "wbe"), &std::fclose) {
        if (!file_) {
            error_ = errno;
            fail(CGIF_EOPEN);
        }
        CGIF_Config config{};
        config.pWriteFn = &write;
        config.pContext = this;
        config.width = static_cast<std::uint16_t>(size.width);
        config.height = static_cast<std::uint16_t>(size.height);
        config.attrFlags = CGIF_ATTR_IS_ANIMATED | CGIF_ATTR_NO_GLOBAL_TABLE;
        if (plays == 1)
            config.attrFlags |= CGIF_ATTR_NO_LOOP;
        // The file tells how often it comes again.
        config.numLoops = static_cast<std::uint16_t>(std::max(0, plays - 1));
        gif_ = cgif_newgif(&config);
        if (!gif_)
            fail(CGIF_EALLOC);
    }
    ~GifFile() {
        if (gif_)
            cgif_close(gif_);
    }
    GifFile(const GifFile &) = delete;
    GifFile &operator=(const GifFile &) = delete;

    void add(IndexedFrame &frame, std::uint16_t delay) {
        CGIF_FrameConfig config{};
        config.pLocalPalette = frame.palette.data();
        config.numLocalPaletteEntries = static_cast<std::uint16_t>(frame.palette.size() / 3);
        config.pImageData = frame.indices.data();
        config.attrFlags = CGIF_FRAME_ATTR_USE_LOCAL_TABLE;
        if (frame.transparent) {
            config.attrFlags |= CGIF_FRAME_ATTR_HAS_ALPHA;
            config.transIndex = *frame.transparent;
        } else {
            config.genFlags = CGIF_FRAME_GEN_USE_DIFF_WINDOW;
            if (config.numLocalPaletteEntries < 256)
                config.genFlags |= CGIF_FRAME_GEN_USE_TRANSPARENCY;
        }
        config.delay = delay;
        check(cgif_addframe(gif_, &config));
    }

    void finish() {
        check(cgif_close(std::exchange(gif_, nullptr)));
        if (std::fclose(file_.release()) != 0) {
            error_ = errno;
            fail(CGIF_ECLOSE);
        }
    }

  private:
    static int write(void *self, const std::uint8_t *data, const std::size_t count) {
        auto &gif = *static_cast<GifFile *>(self);
        if (std::fwrite(data, 1, count, gif.file_.get()) == count)
            return 0;
        if (gif.error_ == 0)
            gif.error_ = errno;
        return -1;
    }

    void check(int result) const {
        if (result != CGIF_OK)
            fail(result);
    }

    /// result: of cgif, which doesn't say why a write failed.
    [[noreturn]] void fail(int result) const {
        const std::string why = error_ != 0             ? std::strerror(error_)
                                : result == CGIF_EALLOC ? std::strerror(ENOMEM)
                                                        : fmt::format("cgif's error {}", result);
        throw Error(ErrorCode::write_failed, fmt::format("{}: {}", cannot_, why));
    }

    std::string cannot_;
    int error_ = 0; ///< of errno, from the first write that failed
    std::unique_ptr<std::FILE, decltype(&std::fclose)> file_;
    CGIF *gif_ = nullptr;
};

/// Durations in ticks, such that each frame begins at the tick next to its time.
class Ticks {
  public:
    std::uint16_t next(nanoseconds duration) {
        const std::int64_t before = (time_.count() + tick / 2) / tick;
        time_ += duration;
        const std::int64_t ticks = (time_.count() + tick / 2) / tick - before;
        if (ticks > most_ticks)
            throw Error(ErrorCode::unsupported,
                        fmt::format("a frame lasts {} s, and a GIF's frames at most {} s",
                                    duration.count() / 1'000'000'000, most_ticks / 100));
        return static_cast<std::uint16_t>(ticks);
    }

  private:
    nanoseconds time_{0};
};

/// Px that hardly change stay as they were shown last: what doesn't change takes no room.
void steady(std::vector<std::uint8_t> &pixels, std::vector<std::uint8_t> &shown, int channels) {
    const auto step = static_cast<std::size_t>(channels);
    if (shown.size() == pixels.size())
        for (std::size_t i = 0; i < pixels.size(); i += step)
            if (std::equal(pixels.begin() + static_cast<std::ptrdiff_t>(i),
                           pixels.begin() + static_cast<std::ptrdiff_t>(i + step),
                           shown.begin() + static_cast<std::ptrdiff_t>(i),
                           [](int a, int b) { return std::abs(a - b) <= hardly; }))
                std::copy_n(shown.begin() + static_cast<std::ptrdiff_t>(i), step,
                            pixels.begin() + static_cast<std::ptrdiff_t>(i));
    shown = pixels;
}

class GifWriter final : public SequenceWriter {
  public:
    [[nodiscard]] std::string_view name() const noexcept override { return "gif"; }

    [[nodiscard]] bool takes(const Target &target) const override {
        return target.suffix() == ".gif";
    }

    [[nodiscard]] bool holds_alpha(const Target &) const override { return true; }

    [[nodiscard]] std::string refusal(const Target &target, const SequenceInfo &info,
                                      const SequenceOptions &) const override {
        const std::string why = size_refusal("gifsave", info.size, "a frame");
        return why.empty() ? option_error("gifsave", target.options) : why;
    }

    void write(FrameSource &source, const Target &target, const std::string &folder,
               const SequenceOptions &options) const override {
        const SequenceInfo &info = source.info();
        const std::string cannot = fmt::format("cannot write '{}'", target.path);
        GifFile gif((std::filesystem::path(folder) / std::filesystem::path(target.path).filename())
                        .string(),
                    cannot, info.size, options.plays.value_or(info.plays));
        const ScopedConcurrency one_thread(1);
        Ticks ticks;
        std::vector<std::uint8_t> shown;
        for (Frame frame; source.next(frame);) {
            if (options.optimise)
                steady(frame.pixels, shown, info.channels);
            const ImageView view = view_of(frame, info);
            auto indexed = target.options.empty() ? index_exactly(view) : std::nullopt;
            if (!indexed)
                indexed = guarded(ErrorCode::write_failed, cannot, [&] {
                    return index_by_libvips(view, target.options, options.dither,
                                            options.optimise ? most_effort : effort);
                });
            gif.add(*indexed, ticks.next(frame.duration));
        }
        if (source.frames() > 0)
            gif.finish();
    }
};

} // namespace

const SequenceWriter &gif_writer() {
    static const GifWriter writer;
    return writer;
}

} // namespace tessera::internal
