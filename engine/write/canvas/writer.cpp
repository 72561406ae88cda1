// Saves the canvas through libvips, in any format that it saves.
// Why: docs/decisions/fragile-savers-are-not-interrupted.md

#include "base/run.hpp"
#include "image/codec/saver.hpp"
#include "image/guard.hpp"
#include "image/session.hpp"
#include "write/canvas/overlay.hpp"
#include "write/canvas/parts.hpp"
#include "write/canvas/watch.hpp"
#include "write/canvas/whole.hpp"

#include <tessera/compose.hpp>
#include <tessera/error.hpp>
#include <tessera/writer.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <exception>
#include <filesystem>
#include <memory>
#include <set>
#include <spdlog/fmt/fmt.h>
#include <vector>
#include <vips/vips8>

namespace tessera::internal {
using vips::VImage;
using vips::VOption;
namespace {

constexpr double mm_per_inch = 25.4;
constexpr std::uint64_t classic_tiff_bytes = 3'900'000'000; // of 4 GiB; the rest is for the tables
constexpr int tiff_tile = 256;
constexpr int quality = 85;

constexpr std::uint64_t header_bytes = 128 << 10; // of a file, or of the small pictures of a tree

std::uint64_t pixel_bytes(const MosaicForm &form) {
    const Size size = mosaic_size(form.grid, form.tile);
    return static_cast<std::uint64_t>(size.width) * static_cast<std::uint64_t>(size.height) *
           (form.alpha ? 4 : 3);
}

/// Bytes of all px, to which the smaller levels of a pyramid add a third.
std::uint64_t most_bytes(const MosaicForm &form) {
    return header_bytes + pixel_bytes(form) / 3 * 4;
}

/// Good defaults, where the user has not said otherwise.
void add_defaults(const std::string &saver, const std::string &asked, std::uint64_t bytes,
                  VOption *options) {
    const auto add = [&](const char *name, auto value) {
        if (!sets(asked, name))
            options->set(name, value);
    };
    if (saver == "jpegsave" || saver == "webpsave") {
        add("Q", quality);
    } else if (saver == "tiffsave") {
        add("Q", quality);
        add("tile", true);
        add("tile_width", tiff_tile);
        add("tile_height", tiff_tile);
        if (!sets(asked, "compression")) {
            options->set("compression", VIPS_FOREIGN_TIFF_COMPRESSION_DEFLATE);
            add("predictor", VIPS_FOREIGN_TIFF_PREDICTOR_HORIZONTAL);
        }
        add("bigtiff", bytes > classic_tiff_bytes);
    } else if (saver == "ppmsave") {
        add("strip", true); // of a comment with the time, by which equal mosaics would differ
    }
}

/// A canvas, and how it is saved.
struct Saving {
    const VImage &canvas;
    const MosaicForm &form;
    const Target &target;
    double dpi;
};

void save(const Saving &saving, const std::string &folder, const RunOptions &run) {
    const Target &target = saving.target;
    const std::string saver = saver_for(target.suffix());
    const std::string file = path_in(folder, target);
    const double per_mm = saving.dpi / mm_per_inch;
    const VImage image =
        saving.canvas.copy(VImage::option()->set("xres", per_mm)->set("yres", per_mm));
    CanvasWatch watch(image, !is_fragile(saver, target), run);
    VOption *arguments = VImage::option()->set("in", image)->set("filename", file.c_str());
    add_defaults(saver, target.options, most_bytes(saving.form), arguments);
    guarded(ErrorCode::write_failed, fmt::format("cannot write '{}'", target.path), [&] {
        watch.cancellable(
            [&] { VImage::call_option_string(saver.c_str(), target.options.c_str(), arguments); });
    });
    if (saver == "dzsave" && !sets(target.options, "properties"))
        // Only says when it was written, and would make equal mosaics differ.
        std::filesystem::remove(std::filesystem::path(file).replace_extension().concat("_files") /
                                "vips-properties.xml");
    check_whole({saver, file, target.path, pixel_bytes(saving.form)});
    watch.finish();
}

class CanvasWriter final : public Writer {
  public:
    [[nodiscard]] std::string_view name() const noexcept override { return "canvas"; }

    [[nodiscard]] bool makes_parts() const noexcept override { return true; }

    [[nodiscard]] std::vector<std::string> suffixes() const override { return saver_suffixes(); }

    [[nodiscard]] bool draws() const noexcept override { return true; }

    [[nodiscard]] std::string refusal(const Target &target, const MosaicForm &form) const override {
        return saver_refusal(target, form);
    }

    [[nodiscard]] std::vector<std::string> companions(const Target &target) const override {
        const std::string saver = saver_for(target.suffix());
        if (saver != "dzsave" || is_fragile(saver, target)) // a zip is one file
            return {};
        const std::string stem = std::filesystem::path(target.path).stem().string();
        return {stem + ".dzi", stem + "_files"};
    }

    [[nodiscard]] std::uint64_t needed_bytes(const Target &target,
                                             const MosaicForm &form) const override {
        return needs_room(saver_for(target.suffix()), target) ? most_bytes(form) : 0;
    }

    void write(const Mosaic &mosaic, const Target &target, const std::string &folder,
               const WriteOptions &options, const RunOptions &run) const override {
        const ScopedConcurrency concurrency(threads_of(run));
        const VImage canvas =
            options.overlay ? lay_over(compose(mosaic), mosaic, *options.overlay) : compose(mosaic);
        save({canvas, mosaic.form(), target, options.dpi}, folder, run);
    }

    /// Its px rows.
    void write_part(const PartWork &work, PartOutput &part) const override {
        write_canvas_part(work, part);
    }

    void join(const Parts &parts, const Target &target, const std::string &folder,
              const RunOptions &run) const override {
        parts.verify(run);
        const ScopedConcurrency concurrency(threads_of(run));
        const JoinedCanvas canvas(parts);
        save({canvas.image(), parts.info().form, target, parts.info().dpi}, folder, run);
    }
};

} // namespace

const Writer &canvas_writer() {
    static const CanvasWriter writer;
    return writer;
}

} // namespace tessera::internal
