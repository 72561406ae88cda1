// Baseline JPEGs, put together from tiles that were encoded once each.
//
// Each row of MCUs in a tile is a restart interval: predicted from nothing beside it, and ending on
// a whole byte. So the scan of a mosaic is those of its tiles in another order, the markers between
// them counted anew. Source: ITU-T T.81, E.1.4, F.1.1.5.1.
// Why: docs/decisions/jpegs-are-joined-at-restart-markers.md

#include "base/option_list.hpp"
#include "base/run.hpp"
#include "image/colour/profile.hpp"
#include "write/jpeg/codec.hpp"
#include "write/parts/output.hpp"
#include "write/parts/parts.hpp"
#include "write/variant_cache.hpp"
#include "write/writers.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <mutex>
#include <spdlog/fmt/fmt.h>
#include <utility>

namespace tessera::internal {
namespace {

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

/// The scan of some rows of cells, by rows of MCUs.
class Scan {
  public:
    Scan(const Mosaic &mosaic, const JpegForm &form, Range rows, VariantCache &cache)
        : mosaic_(mosaic), cache_(cache), uses_(uses_in(mosaic, rows)),
          tile_rows_(static_cast<std::size_t>(form.rows())), begin_(tile_rows_ * rows.begin),
          end_(tile_rows_ * rows.end) {}

    /// REQUIRES: called once, before all below.
    void encode(const JpegForm &form, const JpegCodes &codes, const RunOptions &run) {
        encode_variants(used_variants(mosaic_, uses_), cache_, run, [&] {
            return [&, encoder = JpegTileEncoder(form)](std::span<const std::uint8_t> pixels,
                                                        std::vector<std::uint8_t> &bytes) mutable {
                put_together(encoder.scan(pixels, codes), tile_rows_, bytes);
            };
        });
        std::uint64_t bytes = 1;
        for (VariantIndex variant = 0; variant < uses_.size(); ++variant)
            bytes += uses_[variant] * cache_[variant].size();
        piece_rows_ = std::max<std::size_t>(piece_bytes * rows() / bytes, 1);
    }

    [[nodiscard]] std::size_t rows() const { return end_ - begin_; }
    [[nodiscard]] std::size_t pieces() const { return (rows() + piece_rows_ - 1) / piece_rows_; }

    /// Rows up to the end of a piece, counted from the first one's begin.
    [[nodiscard]] std::size_t rows_until(std::size_t piece) const {
        return std::min(rows(), (piece + 1) * piece_rows_);
    }

    void compose(std::size_t piece, std::vector<std::uint8_t> &bytes) const {
        const std::size_t end = begin_ + rows_until(piece);
        for (std::size_t row = begin_ + piece * piece_rows_; row < end; ++row)
            compose_row(row, bytes);
        if (end == tile_rows_ * static_cast<std::size_t>(mosaic_.grid().rows))
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
    VariantCache &cache_;
    std::vector<std::uint64_t> uses_; ///< in its rows, by variant
    std::size_t tile_rows_, begin_, end_, piece_rows_ = 1;
};

/// take(bytes): called before bytes are written, in their order.
template <class Take>
void append_scan(const Scan &scan, int unit, OutputFile &file, const RunOptions &run, Take &&take) {
    ProgressCounter progress(run, "write", scan.rows() * static_cast<std::size_t>(unit));
    std::size_t done = 0;
    append_in_order(
        file, scan.pieces(), run,
        [&] {
            return [&](std::size_t piece, std::vector<std::uint8_t> &bytes) {
                scan.compose(piece, bytes);
            };
        },
        [&](std::size_t piece, std::span<const std::uint8_t> bytes) {
            take(bytes);
            progress.add((scan.rows_until(piece) - std::exchange(done, scan.rows_until(piece))) *
                         static_cast<std::size_t>(unit));
        });
}

std::vector<std::uint8_t> header_of(const Mosaic &mosaic, const JpegOptions &asked,
                                    const JpegCodes &codes, double dpi) {
    JpegMetadata header{mosaic.size(), dpi};
    if (!asked.strip)
        header.profile = srgb_profile();
    return jpeg_header(asked.form, codes, header);
}

class ComposedJpegWriter final : public Writer {
  public:
    [[nodiscard]] std::string_view name() const noexcept override { return "composed"; }

    [[nodiscard]] bool makes_parts() const noexcept override { return true; }

    [[nodiscard]] std::vector<std::string> suffixes() const override {
        return {".jpg", ".jpeg", ".jpe", ".jfif"};
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
        const JpegOptions asked = parse_options(target, mosaic.tile());
        const JpegCodes codes = codes_for(mosaic, asked.form, run);
        VariantCache cache(mosaic.variants().size(), options.memory, folder, target.path);
        Scan scan(mosaic, asked.form, Shard().of(rows_of(mosaic)), cache);
        scan.encode(asked.form, codes, run);
        OutputFile file(path_in(folder, target), target.path);
        file.append(header_of(mosaic, asked, codes, options.dpi));
        append_scan(scan, asked.form.unit(), file, run, [](std::span<const std::uint8_t>) {});
        file.close();
    }

    /// Its rows, after the header in the first part. Codes are of the whole mosaic.
    void write_part(const PartWork &work, PartOutput &part) const override {
        const auto &[mosaic, shard, target, folder, options, run] = work;
        const JpegOptions asked = parse_options(target, mosaic.tile());
        const JpegCodes codes = codes_for(mosaic, asked.form, run);
        VariantCache cache(mosaic.variants().size(), options.memory, folder, target.path);
        Scan scan(mosaic, asked.form, shard.of(rows_of(mosaic)), cache);
        scan.encode(asked.form, codes, run);
        part.begin_section();
        if (shard.index == 1)
            part.append(header_of(mosaic, asked, codes, options.dpi));
        append_scan(scan, asked.form.unit(), part.file(), run,
                    [&](std::span<const std::uint8_t> bytes) { part.take(bytes); });
    }

    void join(const Parts &parts, const Target &target, const std::string &folder,
              const RunOptions &run) const override {
        OutputFile file(path_in(folder, target), target.path);
        parts.append_to(file, run);
        file.close();
    }
};

} // namespace

const Writer &jpeg_writer() {
    static const ComposedJpegWriter writer;
    return writer;
}

} // namespace tessera::internal
