// Animated WebP, by libvips' saver.

#include "image/codec/saver.hpp"
#include "image/guard.hpp"
#include "image/session.hpp"
#include "sequence/animation/strip.hpp"
#include "sequence/writers.hpp"

#include <tessera/error.hpp>

#include <algorithm>
#include <filesystem>
#include <spdlog/fmt/fmt.h>
#include <vector>

namespace tessera::internal {
using std::chrono::nanoseconds;
using vips::VImage;
namespace {

constexpr int quality = 85;
constexpr const char *saver = "webpsave";
constexpr std::int64_t unit = 1'000'000; // nanoseconds in the ms that durations are counted in
constexpr std::int64_t longest = (1 << 24) - 1; // ms, of a frame

/// Durations in whole ms, such that each frame begins at the one next to its time.
std::vector<int> delays_of(const std::vector<nanoseconds> &durations) {
    const auto ms_at = [](nanoseconds time) { return (time.count() + unit / 2) / unit; };
    std::vector<int> delays;
    nanoseconds time{0};
    for (const nanoseconds duration : durations) {
        const std::int64_t ms = ms_at(time + duration) - ms_at(time);
        time += duration;
        delays.push_back(static_cast<int>(std::min(ms, longest)));
    }
    return delays;
}

std::string length_refusal(Size size, std::uint64_t frames) {
    const std::uint64_t most = static_cast<std::uint64_t>(max_side / size.height);
    return frames <= most ? std::string()
                          : fmt::format("there are {} frames of {} lines, and libvips writes at "
                                        "most {} lines of all frames together: {} such frames",
                                        frames, size.height, max_side, most);
}

class WebpWriter final : public SequenceWriter {
  public:
    [[nodiscard]] std::string_view name() const noexcept override { return "webp"; }

    [[nodiscard]] bool takes(const Target &target) const override {
        return target.suffix() == ".webp";
    }

    [[nodiscard]] bool holds_alpha(const Target &) const override { return true; }

    [[nodiscard]] std::string refusal(const Target &target, const SequenceInfo &info,
                                      const SequenceOptions &) const override {
        std::string why = size_refusal(saver, info.size, "a frame");
        if (why.empty())
            why = option_error(saver, target.options);
        return why.empty() ? length_refusal(info.size, info.expected_frames) : why;
    }

    void write(FrameSource &source, const Target &target, const std::string &folder,
               const SequenceOptions &options) const override {
        const auto durations = source.durations();
        if (durations.empty())
            return;
        const std::string cannot = fmt::format("cannot write '{}'", target.path);
        if (const std::string why = length_refusal(source.info().size, durations.size());
            !why.empty())
            throw Error(ErrorCode::unsupported, cannot + ": " + why);
        const auto delays = delays_of(durations);
        const ScopedConcurrency in_order(1);
        guarded(ErrorCode::write_failed, cannot, [&] {
            FrameStrip strip(source, durations.size());
            VImage image = strip.image().copy();
            image.set(VIPS_META_PAGE_HEIGHT, static_cast<int>(source.info().size.height));
            image.set("delay", delays);
            image.set("loop", options.plays.value_or(source.info().plays));
            try {
                save(image, target, folder, options);
            } catch (const vips::VError &) {
                strip.rethrow();
                throw;
            }
        });
        if (Frame more; source.next(more))
            throw Error(ErrorCode::unreadable_image,
                        cannot + ": there are more frames than their times said: the input has "
                                 "changed");
    }

  private:
    static void save(const VImage &image, const Target &target, const std::string &folder,
                     const SequenceOptions &options) {
        const std::string file =
            (std::filesystem::path(folder) / std::filesystem::path(target.path).filename())
                .string();
        vips::VOption *arguments =
            VImage::option()->set("in", image)->set("filename", file.c_str());
        const auto add = [&](const char *name, auto value) {
            if (!sets(target.options, name))
                arguments->set(name, value);
        };
        add("Q", quality);
        add("strip", true);
        if (options.optimise) {
            add("effort", 6);
            add("min_size", true);
            add("mixed", true);
        }
        VImage::call_option_string(saver, target.options.c_str(), arguments);
    }
};

} // namespace

const SequenceWriter &webp_writer() {
    static const WebpWriter writer;
    return writer;
}

} // namespace tessera::internal
