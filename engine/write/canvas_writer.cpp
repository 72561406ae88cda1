// Saves the canvas through libvips, in any format that it saves.

#include "base/run.hpp"
#include "image/guard.hpp"
#include "image/session.hpp"
#include "write/option_list.hpp"
#include "write/writers.hpp"

#include <tessera/compose.hpp>
#include <tessera/error.hpp>

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

namespace tessera {
using vips::VImage;
using vips::VOption;
namespace {

constexpr double mm_per_inch = 25.4;
constexpr std::int64_t classic_tiff_bytes = 3'900'000'000; // of 4 GiB; the rest is for the tables
constexpr int tiff_tile = 256;
constexpr int quality = 85;

/// Longest side that a format holds, where that is less than libvips itself does.
struct Limit {
    std::string_view saver; ///< start of the nickname of libvips' operation
    std::string_view format;
    std::int64_t side;
};
constexpr std::array<Limit, 4> limits = {{
    {"jpegsave", "JPEG", 65'500}, // libjpeg's own; the format has 35 more
    {"webpsave", "WebP", 16'383},
    {"gifsave", "GIF", 65'535},
    {"heifsave", "HEIF", 16'384},
}};

/// Nickname of libvips' operation for a suffix, for example "pngsave"; empty if there is none.
std::string saver_for(const std::string &suffix) {
    start_libvips();
    // Only the suffix: libvips would split options off a whole name.
    const char *operation =
        suffix.empty() ? nullptr : vips_foreign_find_save(("x" + suffix).c_str());
    if (operation)
        return vips_nickname_find(g_type_from_name(operation));
    static_cast<void>(take_vips_error());
    return {};
}

std::string suffixes_there_are() {
    const std::unique_ptr<char *, decltype(&g_strfreev)> all(vips_foreign_get_suffixes(),
                                                             &g_strfreev);
    // Each of a format's savers, to files, to memory and to streams, lists them again.
    std::set<std::string> distinct;
    for (char **suffix = all.get(); *suffix; ++suffix)
        distinct.insert(*suffix);
    return fmt::format("{}", fmt::join(distinct, " "));
}

bool sets(const std::string &options, std::string_view name) {
    // "tile" must not be found in "tile-width=64"; libvips takes '_' for '-'.
    std::string text = "," + options + ",";
    std::replace(text.begin(), text.end(), '_', '-');
    std::erase(text, ' ');
    std::string key(name);
    std::replace(key.begin(), key.end(), '_', '-');
    return text.find("," + key + "=") != std::string::npos ||
           text.find("," + key + ",") != std::string::npos;
}

std::string range_error(const std::string &name, const std::string &value, double least,
                        double most) {
    double number = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    // What isn't a number at all is an error to libvips.
    return error == std::errc::invalid_argument || end != value.data() + value.size() ||
                   (error == std::errc() && number >= least && number <= most)
               ? std::string()
               : fmt::format("{} is {} to {}, not '{}'", name, least, most, value);
}

/// Of values that libvips takes for others: numbers beyond their range for the usual one, and flags
/// that are neither true nor false for true. Empty if there are none.
std::string value_error(VipsOperation *operation, const std::string &name,
                        const std::string &value) {
    constexpr std::array<std::string_view, 6> flags = {"true", "false", "yes", "no", "1", "0"};
    const GParamSpec *kind =
        g_object_class_find_property(G_OBJECT_GET_CLASS(operation), name.c_str());
    if (!kind)
        return {};
    if (G_IS_PARAM_SPEC_INT(kind))
        return range_error(name, value, G_PARAM_SPEC_INT(kind)->minimum,
                           G_PARAM_SPEC_INT(kind)->maximum);
    if (G_IS_PARAM_SPEC_DOUBLE(kind))
        return range_error(name, value, G_PARAM_SPEC_DOUBLE(kind)->minimum,
                           G_PARAM_SPEC_DOUBLE(kind)->maximum);
    const bool pages = name == "pyramid" && value == "pages"; // as libvips' pyramids are
    if (!G_IS_PARAM_SPEC_BOOLEAN(kind) || pages || std::ranges::find(flags, value) != flags.end())
        return {};
    return fmt::format("{} is true or false, not '{}'", name, value);
}

/// What is wrong with options: values, or that a format doesn't have them; empty if nothing is.
std::string option_error(const std::string &saver, const std::string &options) {
    const std::unique_ptr<VipsOperation, decltype(&g_object_unref)> operation(
        vips_operation_new(saver.c_str()), &g_object_unref);
    const OptionList list(options);
    for (const auto &[name, value] : list.rest())
        if (std::string error = value_error(operation.get(), name, value); !error.empty())
            return error;
    return vips_object_set_from_string(VIPS_OBJECT(operation.get()), options.c_str()) == 0
               ? std::string()
               : take_vips_error();
}

/// Savers of libvips 8.14 that crash, or wait for ever, when a write fails or is interrupted.
bool is_fragile(const std::string &saver, const Target &target) {
    return (saver == "tiffsave" && sets(target.options, "pyramid")) ||
           (saver == "dzsave" && (target.suffix() == ".szi" || sets(target.options, "container")));
}

/// Good defaults, where the user has not said otherwise.
void add_defaults(const std::string &saver, const std::string &asked, Size size, VOption *options) {
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
        // A pyramid adds a third.
        add("bigtiff", size.width * size.height * 4 > classic_tiff_bytes);
    }
}

/// Passes libvips' progress on, and a request to stop back.
struct Watch {
    const RunOptions &run;
    ProgressCounter &progress;
    std::int64_t height;
    bool may_kill;
    std::int64_t done = 0;

    static void eval(VipsImage *image, VipsProgress *state, Watch *self) {
        if (self->run.cancel.stop_requested() && self->may_kill)
            vips_image_set_kill(image, TRUE);
        const std::int64_t rows =
            state->tpels > 0 ? self->height * std::min(state->npels, state->tpels) / state->tpels
                             : 0;
        if (rows > self->done) {
            self->progress.add(static_cast<std::uint64_t>(rows - self->done));
            self->done = rows;
        }
    }
};

class CanvasWriter final : public Writer {
  public:
    [[nodiscard]] std::string_view name() const noexcept override { return "canvas"; }

    [[nodiscard]] bool takes(const std::string &) const override { return true; }

    [[nodiscard]] std::string refusal(const Target &target, Grid grid,
                                      TileShape tile) const override {
        const Size size = mosaic_size(grid, tile);
        const std::string saver = saver_for(target.suffix());
        if (saver.empty())
            return fmt::format("no format has the suffix '{}'; there are {}", target.suffix(),
                               suffixes_there_are());
        for (const Limit &limit : limits)
            if (saver.starts_with(limit.saver) && std::max(size.width, size.height) > limit.side)
                return fmt::format("{} holds at most {} px a side, and the mosaic is {} x {} px; "
                                   "formats that hold it: .png, .tif, .dz",
                                   limit.format, limit.side, size.width, size.height);
        return option_error(saver, target.options);
    }

    [[nodiscard]] std::vector<std::string> companions(const Target &target) const override {
        const std::string saver = saver_for(target.suffix());
        if (saver != "dzsave" || is_fragile(saver, target)) // a zip is one file
            return {};
        const std::string stem = std::filesystem::path(target.path).stem().string();
        return {stem + ".dzi", stem + "_files"};
    }

    [[nodiscard]] std::uint64_t needed_bytes(const Target &target, Size size) const override {
        if (!is_fragile(saver_for(target.suffix()), target))
            return 0;
        // 3 bytes a px, and the smaller levels add a third.
        return static_cast<std::uint64_t>(size.width) * static_cast<std::uint64_t>(size.height) * 4;
    }

    void write(const Mosaic &mosaic, const Target &target, const std::string &folder,
               const WriteOptions &options, const RunOptions &run) const override {
        const Size size = mosaic.size();
        const std::string saver = saver_for(target.suffix());
        const std::string file =
            (std::filesystem::path(folder) / std::filesystem::path(target.path).filename())
                .string();
        ProgressCounter progress(run, "write", static_cast<std::uint64_t>(size.height));
        Watch watch{run, progress, size.height, !is_fragile(saver, target)};
        const ScopedConcurrency concurrency(threads_of(run));
        const double per_mm = options.dpi / mm_per_inch;
        const VImage canvas =
            compose(mosaic).copy(VImage::option()->set("xres", per_mm)->set("yres", per_mm));
        vips_image_set_progress(canvas.get_image(), TRUE);
        g_signal_connect(canvas.get_image(), "eval", G_CALLBACK(Watch::eval), &watch);
        VOption *arguments = VImage::option()->set("in", canvas)->set("filename", file.c_str());
        add_defaults(saver, target.options, size, arguments);
        guarded(ErrorCode::write_failed, fmt::format("cannot write '{}'", target.path), [&] {
            try {
                VImage::call_option_string(saver.c_str(), target.options.c_str(), arguments);
            } catch (const vips::VError &) {
                if (!run.cancel.stop_requested())
                    throw;
                static_cast<void>(take_vips_error());
                throw_if_cancelled(run);
            }
        });
        if (saver == "dzsave" && !sets(target.options, "properties"))
            // Only says when it was written, and would make equal mosaics differ.
            std::filesystem::remove(
                std::filesystem::path(file).replace_extension().concat("_files") /
                "vips-properties.xml");
        progress.add(static_cast<std::uint64_t>(size.height - watch.done));
    }
};

} // namespace

const Writer &canvas_writer() {
    static const CanvasWriter writer;
    return writer;
}

} // namespace tessera
