// Baseline JPEGs, put together from tiles that were encoded once each.
//
// Each row of MCUs in a tile is a restart interval: predicted from nothing beside it, and ending on
// a whole byte. So the scan of a mosaic is those of its tiles in another order, the markers between
// them counted anew. Source: ITU-T T.81, E.1.4, F.1.1.5.1.

#include "base/option_list.hpp"
#include "base/run.hpp"
#include "image/profile.hpp"
#include "write/jpeg_codec.hpp"
#include "write/variant_cache.hpp"
#include "write/writers.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <filesystem>
#include <mutex>
#include <spdlog/fmt/fmt.h>
#include <utility>

namespace tessera {
namespace {

constexpr std::array<std::string_view, 4> suffixes = {".jpg", ".jpeg", ".jpe", ".jfif"};
constexpr int usual_quality = 85, best_subsampled_quality = 89;
constexpr std::uint8_t first_restart = 0xD0, end_of_image = 0xD9;
constexpr std::size_t restart_markers = 8, marker_bytes = 2;
constexpr std::uint64_t piece_bytes = 1 << 20; // a core's cache holds it until it is written

struct JpegOptions {
    JpegForm form{};
    bool strip = false;
};

/// Throws: Refusal.
JpegOptions parse_options(const Target &target, TileShape tile) {
    OptionList list(target.options);
    JpegOptions options;
    JpegForm &form = options.form;
    form.tile = tile;
    form.quality = list.number("Q", 1, 100, usual_quality);
    const std::string subsample = list.choice("subsample-mode", {"auto", "on", "off"}, "auto");
    options.strip = list.flag("strip", false);
    static_cast<void>(list.choice("optimize-coding", {"true"}, "true"));
    list.finish();
    form.subsampled = subsample != "off";
    if (subsample == "auto" && (form.quality > best_subsampled_quality || !form.fits()))
        form.subsampled = false;
    if (!form.fits())
        throw Refusal{
            fmt::format("the sides of its tiles are multiples of {} px, and these are {} x {} px",
                        form.unit(), tile.width, tile.height)};
    return options;
}

/// A variant as it is kept: where each of its restart intervals begins, and the scan.
void put_together(std::span<const std::uint8_t> scan, std::size_t intervals,
                  std::vector<std::uint8_t> &bytes) {
    std::vector<std::size_t> begins{intervals * sizeof(std::size_t)};
    // A byte of ones is followed by 0, or begins a marker (ITU-T T.81, F.1.2.3).
    for (std::size_t i = 0; begins.size() < intervals; ++i)
        if (scan[i] == 0xFF && scan[i + 1] != 0)
            begins.push_back(begins.front() + i + marker_bytes);
    bytes.resize(begins.front());
    std::memcpy(bytes.data(), begins.data(), bytes.size());
    bytes.insert(bytes.end(), scan.begin(), scan.end());
}

/// Restart interval of a variant, with the marker that ends it.
std::span<const std::uint8_t> interval_of(std::span<const std::uint8_t> variant, std::size_t row,
                                          std::size_t rows) {
    const auto begin_of = [&](std::size_t index) {
        std::size_t begin = 0;
        std::memcpy(&begin, variant.data() + index * sizeof begin, sizeof begin);
        return begin;
    };
    const std::size_t begin = begin_of(row);
    return variant.subspan(begin, (row + 1 < rows ? begin_of(row + 1) : variant.size()) - begin);
}

/// Codes that are the shortest for the whole mosaic, or where it has very many variants, nearly so.
JpegCodes codes_for(const Mosaic &mosaic, const JpegForm &form, const RunOptions &run) {
    const std::vector<VariantIndex> sample = sample_variants(mosaic);
    const std::vector<std::uint64_t> uses = mosaic.uses();
    JpegStatistics all;
    std::mutex mutex;
    parallel_for(sample.size(), threads_of(run), [&] {
        return [&, encoder = JpegTileEncoder(form),
                scratch = std::vector<std::uint8_t>()](std::size_t i) mutable {
            throw_if_cancelled(run);
            const JpegStatistics statistics =
                encoder.statistics(variant_pixels(mosaic, sample[i], scratch));
            const std::lock_guard lock(mutex); // sums of whole numbers: any order will do
            all.add(statistics, uses[sample[i]]);
        };
    });
    return best_jpeg_codes(all);
}

/// The scan of a mosaic, by rows of MCUs.
class Scan {
  public:
    Scan(const Mosaic &mosaic, const JpegForm &form, const VariantCache &cache)
        : mosaic_(mosaic), cache_(cache), tile_rows_(static_cast<std::size_t>(form.rows())),
          rows_(tile_rows_ * static_cast<std::size_t>(mosaic.grid().rows)) {
        const std::vector<std::uint64_t> uses = mosaic.uses();
        std::uint64_t bytes = 0;
        for (VariantIndex variant = 0; variant < uses.size(); ++variant)
            bytes += uses[variant] * cache[variant].size();
        piece_rows_ = std::clamp<std::size_t>(piece_bytes * rows_ / bytes, 1, rows_);
    }

    [[nodiscard]] std::size_t pieces() const { return (rows_ + piece_rows_ - 1) / piece_rows_; }

    [[nodiscard]] std::size_t end_of(std::size_t piece) const {
        return std::min(rows_, (piece + 1) * piece_rows_);
    }

    void compose(std::size_t piece, std::vector<std::uint8_t> &bytes) const {
        for (std::size_t row = piece * piece_rows_; row < end_of(piece); ++row)
            compose_row(row, bytes);
        if (end_of(piece) == rows_)
            bytes.back() = end_of_image;
    }

  private:
    void compose_row(std::size_t row, std::vector<std::uint8_t> &bytes) const {
        const auto cells = mosaic_.cells_of(static_cast<int>(row / tile_rows_));
        std::size_t number = row * cells.size();
        for (const VariantIndex variant : cells) {
            const auto interval = interval_of(cache_[variant], row % tile_rows_, tile_rows_);
            bytes.insert(bytes.end(), interval.begin(), interval.end());
            bytes.back() = static_cast<std::uint8_t>(first_restart + number++ % restart_markers);
        }
        cache_.trim(cells.size());
    }

    const Mosaic &mosaic_;
    const VariantCache &cache_;
    std::size_t tile_rows_, rows_, piece_rows_;
};

void append_scan(const Scan &scan, int unit, const Mosaic &mosaic, OutputFile &file,
                 const RunOptions &run) {
    ProgressCounter progress(run, "write", static_cast<std::uint64_t>(mosaic.size().height));
    std::size_t done = 0;
    append_in_order(
        file, scan.pieces(), run,
        [&] {
            return [&](std::size_t piece, std::vector<std::uint8_t> &bytes) {
                scan.compose(piece, bytes);
            };
        },
        [&](std::size_t piece, std::span<const std::uint8_t>) {
            progress.add((scan.end_of(piece) - std::exchange(done, scan.end_of(piece))) *
                         static_cast<std::size_t>(unit));
        });
}

class ComposedJpegWriter final : public Writer {
  public:
    [[nodiscard]] std::string_view name() const noexcept override { return "composed"; }

    [[nodiscard]] bool takes(const std::string &suffix) const override {
        return std::ranges::find(suffixes, suffix) != suffixes.end();
    }

    [[nodiscard]] std::string refusal(const Target &target, const MosaicForm &form) const override {
        if (form.alpha)
            return writes_no_alpha;
        const Size size = mosaic_size(form.grid, form.tile);
        if (std::max(size.width, size.height) > longest_jpeg_side)
            return fmt::format("libjpeg reads at most {} px a side, and the mosaic is {} x {} px; "
                               "formats that hold it: .png, .tif",
                               longest_jpeg_side, size.width, size.height);
        try {
            static_cast<void>(parse_options(target, form.tile));
            return {};
        } catch (const Refusal &refusal) {
            return refusal.why;
        }
    }

    void write(const Mosaic &mosaic, const Target &target, const std::string &folder,
               const WriteOptions &options, const RunOptions &run) const override {
        const auto [form, strip] = parse_options(target, mosaic.tile());
        const JpegCodes codes = codes_for(mosaic, form, run);
        VariantCache cache(mosaic.variants().size(), options.memory, folder, target.path);
        encode_variants(mosaic, cache, run, [&] {
            return [&, encoder = JpegTileEncoder(form)](std::span<const std::uint8_t> pixels,
                                                        std::vector<std::uint8_t> &bytes) mutable {
                put_together(encoder.scan(pixels, codes), static_cast<std::size_t>(form.rows()),
                             bytes);
            };
        });
        const auto name = std::filesystem::path(target.path).filename();
        OutputFile file((std::filesystem::path(folder) / name).string(), target.path);
        JpegHeader header{mosaic.size(), options.dpi};
        if (!strip)
            header.profile = srgb_profile();
        file.append(jpeg_header(form, codes, header));
        append_scan(Scan(mosaic, form, cache), form.unit(), mosaic, file, run);
        file.close();
    }
};

} // namespace

const Writer &composed_jpeg_writer() {
    static const ComposedJpegWriter writer;
    return writer;
}

} // namespace tessera
