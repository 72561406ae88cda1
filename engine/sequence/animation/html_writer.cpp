// A page of HTML that plays the frames, and needs nothing but itself.

#include "image/codec/saver.hpp"
#include "image/guard.hpp"
#include "image/memory.hpp"
#include "image/session.hpp"
#include "sequence/animation/html_page.hpp"
#include "sequence/pixels.hpp"
#include "sequence/writers.hpp"

#include <tessera/error.hpp>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <memory>
#include <spdlog/fmt/fmt.h>

namespace tessera::internal {
using vips::VImage;
namespace {

constexpr int quality = 85;
constexpr const char *file_saver = "webpsave", *memory_saver = "webpsave_buffer";

using Blob = std::unique_ptr<VipsArea, decltype(&vips_area_unref)>;

/// A frame as a WebP file in memory.
Blob encoded(const ImageView &frame, const std::string &options) {
    VipsBlob *blob = nullptr;
    vips::VOption *arguments =
        VImage::option()->set("in", view_pixels(frame))->set("buffer", &blob);
    if (!sets(options, "Q"))
        arguments->set("Q", quality);
    if (!sets(options, "strip"))
        arguments->set("strip", true);
    VImage::call_option_string(memory_saver, options.c_str(), arguments);
    return {VIPS_AREA(blob), &vips_area_unref};
}

SequenceTags tags_of(const SequenceTags &own, const SequenceTags &given) {
    const auto either = [](const std::string &first, const std::string &second) {
        return first.empty() ? second : first;
    };
    return {either(given.title, own.title), either(given.artist, own.artist),
            either(given.comment, own.comment)};
}

class HtmlWriter final : public SequenceWriter {
  public:
    [[nodiscard]] std::string_view name() const noexcept override { return "page"; }

    [[nodiscard]] bool takes(const Target &target) const override {
        return target.suffix() == ".html" || target.suffix() == ".htm";
    }

    [[nodiscard]] bool holds_alpha(const Target &) const override { return true; }

    [[nodiscard]] std::string refusal(const Target &target, const SequenceInfo &info,
                                      const SequenceOptions &) const override {
        const std::string why = size_refusal(file_saver, info.size, "a frame");
        return why.empty() ? option_error(file_saver, target.options) : why;
    }

    void write(FrameSource &source, const Target &target, const std::string &folder,
               const SequenceOptions &options) const override {
        const std::string name = std::filesystem::path(target.path).filename().string();
        const std::string cannot = fmt::format("cannot write '{}'", target.path);
        const SequenceInfo &info = source.info();
        std::ofstream file(std::filesystem::path(folder) / name, std::ios::binary);
        file << page_start(info.size, options.plays.value_or(info.plays),
                           tags_of(info.tags, options.tags), name);
        const ScopedConcurrency one_thread(1);
        for (Frame frame; source.next(frame) && file;) {
            const Blob picture = guarded(ErrorCode::write_failed, cannot, [&] {
                return encoded(view_of(frame, info), target.options);
            });
            file << page_frame({static_cast<const std::uint8_t *>(picture->data), picture->length},
                               std::chrono::duration<double, std::milli>(frame.duration).count());
        }
        file << page_end();
        file.close();
        if (!file)
            throw Error(ErrorCode::write_failed,
                        fmt::format("{}: {}", cannot, std::strerror(errno)));
    }
};

} // namespace

const SequenceWriter &html_writer() {
    static const HtmlWriter writer;
    return writer;
}

} // namespace tessera::internal
