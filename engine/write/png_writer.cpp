// PNG, composed: every tile is deflated once, and its bits are put wherever it stands.

#include "base/option_list.hpp"
#include "base/run.hpp"
#include "image/profile.hpp"
#include "write/png_adler.hpp"
#include "write/png_piece.hpp"
#include "write/png_statistics.hpp"
#include "write/variant_cache.hpp"
#include "write/writers.hpp"

#include <tessera/error.hpp>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <libdeflate.h>
#include <memory>
#include <spdlog/fmt/fmt.h>

namespace tessera {
namespace {

using Bytes = std::vector<std::uint8_t>;

constexpr double metres_per_inch = 0.0254;
constexpr std::uint64_t largest_tile = std::uint64_t{1} << 30; // bytes; offsets have 32 bits
/// Of scanlines, before and after: one thread's work should neither fall out of the processor's
/// cache nor have a header that counts.
constexpr std::uint64_t most_raw_bytes = std::uint64_t{32} << 20;
constexpr double piece_bytes = 1 << 20;

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

void write_pixels(const EncodedMosaic &encoded, std::uint64_t lines, OutputFile &file,
                  const RunOptions &run) {
    const auto height = static_cast<std::uint64_t>(encoded.mosaic().size().height);
    const auto lines_of = [&](std::size_t piece) {
        return Scanlines{piece * lines, std::min(height, (piece + 1) * lines)};
    };
    ProgressCounter progress(run, "write", height);
    const auto pieces = static_cast<std::size_t>((height + lines - 1) / lines);
    std::vector<Adler> sums(pieces);
    Adler all{1, 0};
    append_in_order(
        file, pieces, run,
        [&] {
            return [&, composer = PieceComposer(encoded)](std::size_t piece, Bytes &bytes) mutable {
                const std::size_t chunk = begin_chunk(bytes, "IDAT");
                if (piece == 0)
                    bytes.insert(bytes.end(), {0x78, 0x9c}); // zlib's header
                sums[piece] = composer.compose(lines_of(piece), bytes);
                end_chunk(bytes, chunk);
            };
        },
        [&](std::size_t piece, std::span<const std::uint8_t>) {
            const auto [begin, end] = lines_of(piece);
            all.append(sums[piece], (end - begin) * scanline_bytes(encoded.mosaic()));
            progress.add(end - begin);
        });
    file.append(file_end(all));
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

    [[nodiscard]] bool takes(const std::string &suffix) const override { return suffix == ".png"; }

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
        VariantCache cache(mosaic.variants().size(), options.memory, folder, target.path);
        const EncodedMosaic encoded(mosaic, statistics, cache, run);
        const std::filesystem::path name = std::filesystem::path(target.path).filename();
        OutputFile file((std::filesystem::path(folder) / name).string(), target.path);
        file.append(file_header(mosaic.size(), options.dpi, !strips(target)));
        write_pixels(encoded, lines_per_piece(mosaic, statistics.weights), file, run);
        file.close();
    }
};

} // namespace

const Writer &composed_png_writer() {
    static const ComposedPngWriter writer;
    return writer;
}

} // namespace tessera
