#include "write/tiff/codec.hpp"

#include <tessera/error.hpp>

#include <algorithm>
#include <array>
#include <spdlog/fmt/fmt.h>
#include <string_view>
#include <tiffio.h>
#include <utility>

namespace tessera::internal {
namespace {

constexpr int bands = 3;
// libtiff keeps 16 bytes for each tile of its picture; after these the encoder starts a new one.
constexpr std::uint32_t tiles_per_picture = 4096;

struct Compression {
    std::string_view name;
    std::uint16_t tag;
};
constexpr std::array<Compression, 6> compressions = {{
    {"none", COMPRESSION_NONE},
    {"lzw", COMPRESSION_LZW},
    {"deflate", COMPRESSION_ADOBE_DEFLATE},
    {"zstd", COMPRESSION_ZSTD},
    {"jpeg", COMPRESSION_JPEG},
    {"webp", COMPRESSION_WEBP},
}};

/// A file that only grows: libtiff writes tiles at its end, and nothing else before it is closed.
struct Sink {
    std::uint64_t position = 0;
    std::vector<std::uint8_t> *bytes = nullptr; ///< where what is written goes; nowhere if null
    std::string message;

    static tmsize_t read(thandle_t, void *, tmsize_t) { return 0; }
    static tmsize_t write(thandle_t self, void *data, tmsize_t size) {
        auto &sink = *static_cast<Sink *>(self);
        const auto *first = static_cast<const std::uint8_t *>(data);
        if (sink.bytes)
            sink.bytes->insert(sink.bytes->end(), first, first + size);
        sink.position += static_cast<std::uint64_t>(size);
        return size;
    }
    static toff_t seek(thandle_t self, toff_t offset, int whence) {
        auto &sink = *static_cast<Sink *>(self);
        if (whence == SEEK_SET)
            sink.position = offset;
        return sink.position;
    }
    static int close(thandle_t) { return 0; }
    static toff_t size(thandle_t self) { return static_cast<Sink *>(self)->position; }
    static int note(TIFF *, void *self, const char *, const char *format, va_list arguments) {
        std::array<char, 400> text{};
        std::vsnprintf(text.data(), text.size(), format, arguments);
        static_cast<Sink *>(self)->message = text.data();
        return 1; // nothing is printed
    }
    static int ignore(TIFF *, void *, const char *, const char *, va_list) { return 1; }
};

struct CloseTiff {
    void operator()(TIFF *tiff) const noexcept { TIFFCleanup(tiff); } // writes no directory
};
using Tiff = std::unique_ptr<TIFF, CloseTiff>;

Tiff open_tiff(Sink &sink) {
    TIFFOpenOptions *options = TIFFOpenOptionsAlloc();
    TIFFOpenOptionsSetErrorHandlerExtR(options, Sink::note, &sink);
    TIFFOpenOptionsSetWarningHandlerExtR(options, Sink::ignore, &sink);
    TIFF *tiff = TIFFClientOpenExt("tile", "wl8", &sink, Sink::read, Sink::write, Sink::seek,
                                   Sink::close, Sink::size, nullptr, nullptr, options);
    TIFFOpenOptionsFree(options);
    return Tiff(tiff);
}

void set_coding(TIFF *tiff, const TiffCoding &coding) {
    const TiffCodingTags tags = tags_of(coding);
    TIFFSetField(tiff, TIFFTAG_COMPRESSION, int{tags.compression});
    TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, int{tags.photometric});
    if (tags.differences)
        TIFFSetField(tiff, TIFFTAG_PREDICTOR, PREDICTOR_HORIZONTAL);
    if (tags.compression == COMPRESSION_JPEG) {
        const int step = tags.subsampled ? 2 : 1;
        TIFFSetField(tiff, TIFFTAG_YCBCRSUBSAMPLING, step, step);
        TIFFSetField(tiff, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
        TIFFSetField(tiff, TIFFTAG_JPEGQUALITY, coding.quality);
    } else if (tags.compression == COMPRESSION_WEBP) {
        TIFFSetField(tiff, TIFFTAG_WEBP_LEVEL, coding.quality);
        TIFFSetField(tiff, TIFFTAG_WEBP_LOSSLESS, coding.lossless ? 1 : 0);
    } else if (coding.level > 0) {
        TIFFSetField(tiff,
                     tags.compression == COMPRESSION_ZSTD ? TIFFTAG_ZSTD_LEVEL : TIFFTAG_ZIPQUALITY,
                     coding.level);
    }
}

} // namespace

struct TiffEncoder::State {
    TiffCoding coding;
    TileShape shape;
    Sink sink{};
    Tiff tiff{};
    std::uint32_t next = 0;
    std::vector<std::uint8_t> pixels{}; ///< libtiff works in place

    void open() {
        sink = {};
        next = 0;
        tiff = open_tiff(sink);
        if (!tiff)
            fail(ErrorCode::unsupported);
        TIFFSetField(tiff.get(), TIFFTAG_IMAGEWIDTH, shape.width);
        TIFFSetField(tiff.get(), TIFFTAG_IMAGELENGTH,
                     static_cast<std::uint32_t>(shape.height) * tiles_per_picture);
        TIFFSetField(tiff.get(), TIFFTAG_TILEWIDTH, shape.width);
        TIFFSetField(tiff.get(), TIFFTAG_TILELENGTH, shape.height);
        TIFFSetField(tiff.get(), TIFFTAG_BITSPERSAMPLE, 8);
        TIFFSetField(tiff.get(), TIFFTAG_SAMPLESPERPIXEL, bands);
        TIFFSetField(tiff.get(), TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
        set_coding(tiff.get(), coding);
    }

    [[noreturn]] void fail(ErrorCode code) const {
        throw Error(code,
                    fmt::format("libtiff can't make {} x {} px tiles with compression {}",
                                shape.width, shape.height, coding.compression),
                    sink.message);
    }
};

TiffCodingTags tags_of(const TiffCoding &coding) {
    TiffCodingTags tags;
    for (const Compression &compression : compressions)
        if (compression.name == coding.compression)
            tags.compression = compression.tag;
    tags.photometric = tags.compression == COMPRESSION_JPEG ? PHOTOMETRIC_YCBCR : PHOTOMETRIC_RGB;
    tags.differences = coding.differences && (tags.compression == COMPRESSION_LZW ||
                                              tags.compression == COMPRESSION_ADOBE_DEFLATE ||
                                              tags.compression == COMPRESSION_ZSTD);
    tags.subsampled = tags.compression == COMPRESSION_JPEG && coding.subsampled;
    return tags;
}

std::string coding_refusal(const TiffCoding &coding) {
    return TIFFIsCODECConfigured(tags_of(coding).compression)
               ? std::string()
               : fmt::format("this libtiff has no {}", coding.compression);
}

TiffEncoder::TiffEncoder(const TiffCoding &coding, TileShape shape)
    : state_(std::make_unique<State>(State{coding, shape})) {
    state_->open();
}

TiffEncoder::~TiffEncoder() = default;
TiffEncoder::TiffEncoder(TiffEncoder &&) noexcept = default;

void TiffEncoder::encode(std::span<const std::uint8_t> pixels, std::vector<std::uint8_t> &bytes) {
    State &state = *state_;
    if (state.next == tiles_per_picture)
        state.open();
    state.pixels.assign(pixels.begin(), pixels.end());
    state.sink.bytes = &bytes;
    const bool written = TIFFWriteEncodedTile(state.tiff.get(), state.next++, state.pixels.data(),
                                              static_cast<tmsize_t>(state.pixels.size())) >= 0 &&
                         TIFFFlushData(state.tiff.get()) != 0;
    state.sink.bytes = nullptr;
    if (!written)
        state.fail(ErrorCode::write_failed);
}

std::vector<std::uint8_t> TiffEncoder::jpeg_tables() {
    if (state_->coding.compression != "jpeg")
        return {};
    std::vector<std::uint8_t> unused; // libtiff makes the tables with the first tile
    encode(std::vector<std::uint8_t>(state_->shape.bytes()), unused);
    std::uint32_t size = 0;
    void *data = nullptr;
    if (TIFFGetField(state_->tiff.get(), TIFFTAG_JPEGTABLES, &size, &data) == 0)
        state_->fail(ErrorCode::write_failed);
    const auto *first = static_cast<const std::uint8_t *>(data);
    return {first, first + size};
}

} // namespace tessera::internal
