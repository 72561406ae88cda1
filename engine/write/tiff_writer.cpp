// A TIFF whose cells share the bytes of their tiles: each is encoded once, and stands once in the
// file, however often it is seen.

#include "base/option_list.hpp"
#include "compose/plan.hpp"
#include "image/profile.hpp"
#include "write/tiff_composition.hpp"
#include "write/tiff_file.hpp"
#include "write/tiff_ome.hpp"
#include "write/writers.hpp"

#include <tessera/error.hpp>

#include <filesystem>
#include <spdlog/fmt/fmt.h>

namespace tessera {
namespace {

constexpr int usual_quality = 85, best_subsampled_quality = 89;

struct TiffOptions {
    TiffCoding coding{};
    bool big = true;
    bool strip = false;
    TiffPyramid pyramid = TiffPyramid::none;
};

int longest_level(const std::string &compression) { return compression == "zstd" ? 22 : 12; }

/// Throws: Refusal.
TiffOptions parse_options(const Target &target, TileShape tile) {
    if (!can_be_tiff_tile(tile))
        throw Refusal{
            fmt::format("the sides of a TIFF's tiles are multiples of 16 px, and these are "
                        "{} x {} px",
                        tile.width, tile.height)};
    OptionList list(target.options);
    TiffOptions options;
    TiffCoding &coding = options.coding;
    coding.compression =
        list.choice("compression", {"none", "lzw", "deflate", "zstd", "jpeg", "webp"}, "deflate");
    coding.quality = list.number("Q", 1, 100, usual_quality);
    coding.level = list.number("level", 0, longest_level(coding.compression), 0);
    coding.differences =
        list.choice("predictor", {"none", "horizontal"}, "horizontal") == "horizontal";
    const std::string subsample = list.choice("subsample-mode", {"auto", "on", "off"}, "auto");
    coding.subsampled =
        subsample == "on" || (subsample == "auto" && coding.quality <= best_subsampled_quality);
    coding.lossless = list.flag("lossless", false);
    options.big = list.flag("bigtiff", true);
    options.strip = list.flag("strip", false);
    const std::string pyramid =
        list.choice("pyramid", {"false", "true", "pages", "ome", "cog"}, "false");
    options.pyramid = pyramid == "false" ? TiffPyramid::none
                      : pyramid == "ome" ? TiffPyramid::subifds
                                         : TiffPyramid::pages;
    if (!list.flag("tile", true) ||
        list.number("tile-width", 1, tile.width, tile.width) != tile.width ||
        list.number("tile-height", 1, tile.height, tile.height) != tile.height)
        throw Refusal{"its tiles are the mosaic's own"};
    list.finish();
    if (const std::string why = coding_refusal(coding); !why.empty())
        throw Refusal{why};
    return options;
}

TiffDescription describe(const Mosaic &mosaic, const TiffOptions &asked, double dpi) {
    TiffDescription description;
    description.big = asked.big;
    description.pyramid = asked.pyramid;
    description.coding = tags_of(asked.coding);
    description.dpi = dpi;
    if (asked.strip)
        return description;
    description.profile = srgb_profile();
    description.text =
        asked.pyramid == TiffPyramid::subifds ? ome_xml(mosaic, dpi) : describe_mosaic(mosaic);
    return description;
}

class TiffWriter final : public Writer {
  public:
    [[nodiscard]] std::string_view name() const noexcept override { return "composed"; }

    [[nodiscard]] bool takes(const std::string &suffix) const override {
        return suffix == ".tif" || suffix == ".tiff";
    }

    [[nodiscard]] std::string refusal(const Target &target, const MosaicForm &form) const override {
        if (form.alpha)
            return writes_no_alpha;
        try {
            static_cast<void>(parse_options(target, form.tile));
            return {};
        } catch (const Refusal &refusal) {
            return refusal.why;
        }
    }

    void write(const Mosaic &mosaic, const Target &target, const std::string &folder,
               const WriteOptions &options, const RunOptions &run) const override {
        const TiffOptions asked = parse_options(target, mosaic.tile());
        const TiffComposition composition(mosaic, asked.coding, asked.pyramid != TiffPyramid::none,
                                          options.memory, folder, target.path, run);
        TiffDescription description = describe(mosaic, asked, options.dpi);
        description.target = target.path;
        description.jpeg_tables = composition.jpeg_tables();
        const auto name = std::filesystem::path(target.path).filename();
        OutputFile file((std::filesystem::path(folder) / name).string(), target.path);
        write_tiff(file, composition.levels(), description, run);
        file.close();
    }
};

} // namespace

const Writer &composed_tiff_writer() {
    static const TiffWriter writer;
    return writer;
}

} // namespace tessera
