// Numbered pictures, in any format that libvips saves.

#include "base/parallel.hpp"
#include "image/codec/saver.hpp"
#include "image/guard.hpp"
#include "image/memory.hpp"
#include "image/session.hpp"
#include "sequence/pictures/names.hpp"
#include "sequence/pixels.hpp"
#include "sequence/writers.hpp"

#include <tessera/error.hpp>

#include <filesystem>
#include <spdlog/fmt/fmt.h>
#include <utility>
#include <vector>

namespace tessera::internal {
using vips::VImage;
namespace {

constexpr std::uint64_t first_number = 1; // as ffmpeg counts
constexpr int quality = 85;

class PicturesWriter final : public SequenceWriter {
  public:
    [[nodiscard]] std::string_view name() const noexcept override { return "pictures"; }

    [[nodiscard]] bool takes(const Target &target) const override {
        return NumberPattern::parse(target.path).has_value();
    }

    [[nodiscard]] bool holds_alpha(const Target &target) const override {
        const std::string saver = saver_for(target.suffix());
        return !saver.empty() && internal::holds_alpha(saver, target);
    }

    [[nodiscard]] std::string refusal(const Target &target, const SequenceInfo &info,
                                      const SequenceOptions &) const override {
        const std::string saver = saver_for(target.suffix());
        if (saver.empty() || saver == "dzsave")
            return fmt::format("'{}' is no suffix of pictures", target.suffix());
        const std::string why = size_refusal(saver, info.size, "a frame");
        return why.empty() ? option_error(saver, target.options) : why;
    }

    /// As many frames at a time as there are threads, one picture each.
    void write(FrameSource &source, const Target &target, const std::string &folder,
               const SequenceOptions &) const override {
        const NumberPattern pattern = NumberPattern::parse(target.path).value();
        const ScopedManyPictures one_thread_each;
        std::vector<Frame> frames(static_cast<std::size_t>(threads_of(source.run())));
        std::uint64_t number = first_number;
        for (std::size_t count = frames.size(); count == frames.size(); number += count) {
            for (count = 0; count < frames.size() && source.next(frames[count]);)
                ++count;
            parallel_for(count, threads_of(source.run()), [&] {
                return [&, thread = std::make_unique<VipsThread>()](std::size_t i) {
                    const std::string name = pattern.name(number + i);
                    save(view_of(frames[i], source.info()), target,
                         (std::filesystem::path(folder) / name).string(), name);
                };
            });
        }
    }

  private:
    static void save(const ImageView &frame, const Target &target, const std::string &file,
                     const std::string &name) {
        const std::string saver = saver_for(target.suffix());
        guarded(
            ErrorCode::write_failed, fmt::format("cannot write '{}': '{}'", target.path, name),
            [&] {
                vips::VOption *arguments =
                    VImage::option()->set("in", view_pixels(frame))->set("filename", file.c_str());
                if ((saver == "jpegsave" || saver == "webpsave") && !sets(target.options, "Q"))
                    arguments->set("Q", quality);
                VImage::call_option_string(saver.c_str(), target.options.c_str(), arguments);
            });
    }
};

} // namespace

const SequenceWriter &pictures_writer() {
    static const PicturesWriter writer;
    return writer;
}

} // namespace tessera::internal
