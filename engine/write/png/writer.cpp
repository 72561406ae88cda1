// PNG, composed: every tile is deflated once, and its bits are put wherever it stands.
// Why: docs/decisions/pngs-are-joined-bit-by-bit.md

#include "base/option_list.hpp"
#include "base/run.hpp"
#include "image/colour/profile.hpp"
#include "write/parts/output.hpp"
#include "write/parts/parts.hpp"
#include "write/png/adler.hpp"
#include "write/png/piece.hpp"
#include "write/png/statistics.hpp"
#include "write/variant_cache.hpp"
#include "write/writers.hpp"

#include <tessera/error.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <libdeflate.h>
#include <memory>
#include <spdlog/fmt/fmt.h>

namespace tessera::internal {
namespace {

using Bytes = std::vector<std::uint8_t>;

constexpr double metres_per_inch = 0.0254;
constexpr std::uint64_t largest_tile = std::uint64_t{1} << 30; // bytes; offsets have 32 bits
/// Of scanlines, before and after: one thread's work should neither fall out of the processor's
/// cache nor have a header that counts.
constexpr std::uint64_t most_raw_bytes = std::uint64_t{32} << 20;
constexpr double piece_bytes = 1 << 20;
constexpr Adler no_bytes{1, 0};

void put_number(Bytes &bytes, std::size_t at, std::uint64_t number) {
    for (std::size_t i = 0; i < 4; ++i)
        bytes[at + i] = static_cast<std::uint8_t>(number >> (24 - 8 * i));
}

void append_number(Bytes &bytes, std::uint64_t number) {
    bytes.resize(bytes.size() + 4);
    put_number(bytes, bytes.size() - 4, number);
}

/// Starts a chunk whose data follows; end_chunk() wants what this returns. Source: PNG, 5.3.
std::size_t begin_chunk(Bytes &bytes, std::string_view type) {
    const std::size_t begin = bytes.size();
    append_number(bytes, 0);
    bytes.insert(bytes.end(), type.begin(), type.end());
    return begin;
}

void end_chunk(Bytes &bytes, std::size_t begin) {
    constexpr std::size_t length_bytes = 4, type_bytes = 4;
    const std::size_t length = bytes.size() - begin - length_bytes;
    put_number(bytes, begin, length - type_bytes);
    append_number(bytes, libdeflate_crc32(0, bytes.data() + begin + length_bytes, length));
}

void append_profile(Bytes &bytes) {
    constexpr int level = 12; // libdeflate's best
    const std::size_t chunk = begin_chunk(bytes, "iCCP");
    for (const char c : {'i', 'c', 'c', '\0', '\0'}) // a name, and that it is compressed
        bytes.push_back(static_cast<std::uint8_t>(c));
    const Bytes &profile = srgb_profile();
    const std::unique_ptr<libdeflate_compressor, decltype(&libdeflate_free_compressor)> compressor(
        libdeflate_alloc_compressor(level), &libdeflate_free_compressor);
    Bytes packed(libdeflate_zlib_compress_bound(compressor.get(), profile.size()));
    packed.resize(libdeflate_zlib_compress(compressor.get(), profile.data(), profile.size(),
                                           packed.data(), packed.size()));
    bytes.insert(bytes.end(), packed.begin(), packed.end());
    end_chunk(bytes, chunk);
}

/// All that stands before the pixels. Source: PNG, 5.2, 11.2.1, 11.3.2.3, 11.3.4.3.
Bytes file_header(Size size, double dpi, bool with_profile) {
    constexpr std::uint64_t longest_number = 0x7fff'ffff;
    Bytes bytes = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    std::size_t chunk = begin_chunk(bytes, "IHDR");
    append_number(bytes, static_cast<std::uint64_t>(size.width));
    append_number(bytes, static_cast<std::uint64_t>(size.height));
    bytes.insert(bytes.end(), {8, 2, 0, 0, 0}); // 8 bits, RGB, deflated, filtered, not interlaced
    end_chunk(bytes, chunk);
    if (with_profile)
        append_profile(bytes);
    const double per_metre =
        std::clamp(std::round(dpi / metres_per_inch), 0.0, static_cast<double>(longest_number));
    chunk = begin_chunk(bytes, "pHYs");
    append_number(bytes, static_cast<std::uint64_t>(per_metre));
    append_number(bytes, static_cast<std::uint64_t>(per_metre));
    bytes.push_back(1); // a metre
    end_chunk(bytes, chunk);
    return bytes;
}

/// Source: RFC 1950, 2.2; PNG, 11.2.4.
Bytes file_end(Adler adler) {
    Bytes bytes;
    std::size_t chunk = begin_chunk(bytes, "IDAT");
    bytes.insert(bytes.end(), {0x03, 0x00}); // the last block, empty
    append_number(bytes, adler.value());
    end_chunk(bytes, chunk);
    chunk = begin_chunk(bytes, "IEND");
    end_chunk(bytes, chunk);
    return bytes;
}

/// Scanlines of a piece, by what they are expected to take.
std::uint64_t lines_per_piece(const Mosaic &mosaic, const DeflateWeights &weights) {
    const std::uint64_t length = scanline_bytes(mosaic);
    const double raw = static_cast<double>(length) * static_cast<double>(mosaic.size().height);
    const double lines = piece_bytes * 8 * raw / weights.bits() / static_cast<double>(length);
    return static_cast<std::uint64_t>(
        std::clamp(lines, 1.0, std::max(1.0, static_cast<double>(most_raw_bytes / length))));
}

/// The scanlines of a mosaic in pieces of equal height.
class Pieces {
  public:
    Pieces(const Mosaic &mosaic, const PngStatistics &statistics)
        : mosaic_(mosaic), height_(static_cast<std::uint64_t>(mosaic.size().height)),
          lines_(lines_per_piece(mosaic, statistics.weights)) {}

    [[nodiscard]] std::uint64_t count() const { return (height_ + lines_ - 1) / lines_; }

    /// Of some pieces that follow each other.
    [[nodiscard]] Scanlines lines_of(Range pieces) const {
        return {std::min(height_, pieces.begin * lines_), std::min(height_, pieces.end * lines_)};
    }

    /// Rows of cells that are seen in them.
    [[nodiscard]] Range rows_of(Range pieces) const {
        const auto height = static_cast<std::uint64_t>(mosaic_.tile().height);
        const auto [begin, end] = lines_of(pieces);
        return {begin / height, pieces.size() == 0 ? begin / height : (end + height - 1) / height};
    }

  private:
    const Mosaic &mosaic_;
    std::uint64_t height_, lines_;
};

/// Sums over scanlines, and the bytes of those.
struct Sums {
    Adler adler{};
    std::uint64_t bytes = 0;
};

/// take(bytes): called before bytes are written, in their order.
template <class Take>
Sums write_pixels(const EncodedMosaic &encoded, const Pieces &all, Range own, OutputFile &file,
                  const RunOptions &run, Take &&take) {
    const auto lines_of = [&](std::size_t i) {
        return all.lines_of({own.begin + i, own.begin + i + 1});
    };
    const auto [first, last] = all.lines_of(own);
    ProgressCounter progress(run, "write", last - first);
    std::vector<Adler> adlers(own.size());
    Sums sums;
    append_in_order(
        file, adlers.size(), run,
        [&] {
            return [&, composer = PieceComposer(encoded)](std::size_t i, Bytes &bytes) mutable {
                const std::size_t chunk = begin_chunk(bytes, "IDAT");
                if (own.begin + i == 0)
                    bytes.insert(bytes.end(), {0x78, 0x9c}); // zlib's header
                adlers[i] = composer.compose(lines_of(i), bytes);
                end_chunk(bytes, chunk);
            };
        },
        [&](std::size_t i, std::span<const std::uint8_t> bytes) {
            take(bytes);
            const auto [begin, end] = lines_of(i);
            const std::uint64_t length = (end - begin) * scanline_bytes(encoded.mosaic());
            sums.adler.append(adlers[i], length);
            sums.bytes += length;
            progress.add(end - begin);
        });
    return sums;
}

/// Whether the profile is left out. Throws: Refusal for options that this writer doesn't have.
bool strips(const Target &target) {
    OptionList options(target.options);
    const bool strip = options.flag("strip", false);
    options.finish();
    return strip;
}

class ComposedPngWriter final : public Writer {
  public:
    [[nodiscard]] std::string_view name() const noexcept override { return "composed"; }

    [[nodiscard]] bool makes_parts() const noexcept override { return true; }

    [[nodiscard]] std::vector<std::string> suffixes() const override { return {".png"}; }

    [[nodiscard]] std::string refusal(const Target &target, const MosaicForm &form) const override {
        if (form.alpha)
            return writes_no_alpha;
        if (form.tile.bytes() > largest_tile)
            return fmt::format("a tile of {} x {} px is too large", form.tile.width,
                               form.tile.height);
        try {
            static_cast<void>(strips(target));
            return {};
        } catch (const Refusal &refusal) {
            return refusal.why;
        }
    }

    void write(const Mosaic &mosaic, const Target &target, const std::string &folder,
               const WriteOptions &options, const RunOptions &run) const override {
        const PngStatistics statistics = png_statistics(mosaic);
        const Pieces pieces(mosaic, statistics);
        const Range all{0, pieces.count()};
        VariantCache cache(mosaic.variants().size(), options.memory, folder, target.path);
        const EncodedMosaic encoded(used_variants(mosaic, mosaic.uses()), statistics, cache, run);
        OutputFile file(path_in(folder, target), target.path);
        file.append(file_header(mosaic.size(), options.dpi, !strips(target)));
        Adler adler = no_bytes;
        const Sums sums =
            write_pixels(encoded, pieces, all, file, run, [](std::span<const std::uint8_t>) {});
        adler.append(sums.adler, sums.bytes);
        file.append(file_end(adler));
        file.close();
    }

    /// Its share of the pieces, after the header in the first part; then the sums over them. Code
    /// and filter are those for the whole mosaic.
    void write_part(const PartWork &work, PartOutput &part) const override {
        const auto &[mosaic, shard, target, folder, options, run] = work;
        const PngStatistics statistics = png_statistics(mosaic);
        const Pieces pieces(mosaic, statistics);
        const Range own = shard.of(pieces.count());
        VariantCache cache(mosaic.variants().size(), options.memory, folder, target.path);
        const EncodedMosaic encoded(used_variants(mosaic, uses_in(mosaic, pieces.rows_of(own))),
                                    statistics, cache, run);
        part.begin_section();
        if (shard.index == 1)
            part.append(file_header(mosaic.size(), options.dpi, !strips(target)));
        const Sums sums =
            write_pixels(encoded, pieces, own, part.file(), run,
                         [&](std::span<const std::uint8_t> bytes) { part.take(bytes); });
        part.begin_section();
        part.append_numbers(std::span<const std::uint64_t>(
            std::array{sums.adler.first, sums.adler.second, sums.bytes}));
    }

    void join(const Parts &parts, const Target &target, const std::string &folder,
              const RunOptions &run) const override {
        OutputFile file(path_in(folder, target), target.path);
        parts.append_to(file, run);
        Adler adler = no_bytes;
        for (const PartFile &part : parts.files()) {
            const auto numbers = part.numbers<std::uint64_t>(1);
            if (numbers.size() != 3)
                part.fail();
            adler.append({numbers[0], numbers[1]}, numbers[2]);
        }
        file.append(file_end(adler));
        file.close();
    }
};

} // namespace

const Writer &png_writer() {
    static const ComposedPngWriter writer;
    return writer;
}

} // namespace tessera::internal
