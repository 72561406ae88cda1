// A TIFF whose cells share the bytes of their tiles: each is encoded once, and stands once in the
// file, however often it is seen.
// Why: docs/decisions/tiff-cells-share-their-tiles-bytes.md

#include "base/option_list.hpp"
#include "image/colour/profile.hpp"
#include "mosaic/plan.hpp"
#include "write/tiff/composition.hpp"
#include "write/tiff/file.hpp"
#include "write/tiff/ome.hpp"
#include "write/tiff/parts.hpp"
#include "write/writers.hpp"

#include <tessera/error.hpp>

#include <spdlog/fmt/fmt.h>

namespace tessera::internal {
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

std::string text_of(const Mosaic &mosaic, const TiffOptions &asked, double dpi) {
    return asked.strip                             ? std::string()
           : asked.pyramid == TiffPyramid::subifds ? ome_xml(mosaic, dpi)
                                                   : describe_mosaic(mosaic);
}

TiffDescription describe(const Target &target, const TiffOptions &asked, TileShape tile,
                         double dpi) {
    TiffDescription description;
    description.target = target.path;
    description.big = asked.big;
    description.pyramid = asked.pyramid;
    description.coding = tags_of(asked.coding);
    description.jpeg_tables = TiffEncoder(asked.coding, tile).jpeg_tables();
    description.dpi = dpi;
    if (!asked.strip)
        description.profile = srgb_profile();
    return description;
}

TiffComposition::Options composition_options(const TiffOptions &asked, Shard shard,
                                             std::uint64_t memory, const TiffScratch &scratch) {
    return {.coding = asked.coding,
            .pyramid = asked.pyramid != TiffPyramid::none,
            .shard = shard,
            .memory = memory,
            .scratch = scratch};
}

class TiffWriter final : public Writer {
  public:
    [[nodiscard]] std::string_view name() const noexcept override { return "composed"; }

    [[nodiscard]] bool makes_parts() const noexcept override { return true; }

    [[nodiscard]] std::vector<std::string> suffixes() const override { return {".tif", ".tiff"}; }

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
        const TiffComposition composition(
            mosaic, composition_options(asked, {}, options.memory, {folder, target.path}), run);
        TiffDescription description = describe(target, asked, mosaic.tile(), options.dpi);
        description.text = text_of(mosaic, asked, options.dpi);
        OutputFile file(path_in(folder, target), target.path);
        write_tiff(file, composition.levels(), description, run);
        file.close();
    }

    void write_part(const PartWork &work, PartOutput &part) const override {
        const TiffOptions asked = parse_options(work.target, work.mosaic.tile());
        const TiffComposition composition(work.mosaic,
                                          composition_options(asked, work.shard,
                                                              work.options.memory,
                                                              {work.folder, work.target.path}),
                                          work.run);
        write_tiff_part(work, composition, text_of(work.mosaic, asked, work.options.dpi), part);
    }

    void join(const Parts &parts, const Target &target, const std::string &folder,
              const RunOptions &run) const override {
        parts.verify(run);
        const PartInfo &info = parts.info();
        const TiffOptions asked = parse_options(target, info.form.tile);
        const JoinedTiff joined(parts, composition_options(asked, {}, 0, {folder, target.path}),
                                run);
        TiffDescription description = describe(target, asked, info.form.tile, info.dpi);
        description.text = joined.text();
        OutputFile file(path_in(folder, target), target.path);
        write_tiff(file, joined.levels(), description, run);
        file.close();
    }
};

} // namespace

const Writer &tiff_writer() {
    static const TiffWriter writer;
    return writer;
}

} // namespace tessera::internal
