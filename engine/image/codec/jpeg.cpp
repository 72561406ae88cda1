// Where pictures meet libjpeg-turbo.

#include "image/codec/jpeg.hpp"

#include "image/scratch.hpp"

#include <algorithm>
#include <csetjmp>
#include <cstdio> // for jpeglib.h
#include <cstdlib>
#include <new>
#include <string_view>

#include <jpeglib.h>

namespace tessera::internal {
namespace {

constexpr int exif_marker = JPEG_APP0 + 1, profile_marker = JPEG_APP0 + 2;
constexpr unsigned longest_segment = 0xFFFF;
constexpr int iptc_marker = JPEG_APP0 + 13;
constexpr std::string_view exif_name("Exif\0\0", 6), iptc_name("Photoshop 3.0\0", 14);
constexpr std::string_view xmp_name("http://ns.adobe.com/xap/1.0/\0", 29);
constexpr int upsampling_reach = 2; // px on either side that a px of the full colours is made of

/// libjpeg's errors end the program, unless they jump out of it.
struct Errors : jpeg_error_mgr {
    std::jmp_buf start;
};

[[noreturn]] void leave(j_common_ptr info) {
    std::longjmp(static_cast<Errors &>(*info->err).start, 1);
}

void say_nothing(j_common_ptr) {}

void count_warning(j_common_ptr info, int level) {
    if (level < 0)
        ++info->err->num_warnings;
}

/// Whether `work` came to its end. REQUIRES: it holds nothing that has a destructor, which the jump
/// would skip.
template <class Work> bool attempt(Errors &errors, const Work &work) {
    if (setjmp(errors.start) != 0)
        return false;
    work();
    return true;
}

int bands_of(const jpeg_decompress_struct &decoder) {
    if (decoder.arith_code)
        return 0;
    switch (decoder.jpeg_color_space) {
    case JCS_GRAYSCALE:
        return 1;
    case JCS_YCbCr:
    case JCS_RGB:
        return 3;
    default:
        return 0;
    }
}

/// The first segment of that kind and name, with its name.
std::span<const std::uint8_t> segment_of(const jpeg_decompress_struct &decoder, int kind,
                                         std::string_view name) {
    for (const auto *marker = decoder.marker_list; marker; marker = marker->next)
        if (marker->marker == kind && marker->data_length > name.size() &&
            std::equal(name.begin(), name.end(), marker->data))
            return {marker->data, marker->data_length};
    return {};
}

} // namespace

struct JpegDecoder::State {
    Errors errors{};
    jpeg_decompress_struct decoder{};
    Scratch<std::uint8_t> row;

    State() {
        decoder.err = jpeg_std_error(&errors);
        errors.error_exit = leave;
        errors.output_message = say_nothing;
        errors.emit_message = count_warning;
        if (!attempt(errors, [&] { jpeg_create_decompress(&decoder); }))
            throw std::bad_alloc();
    }
    ~State() { jpeg_destroy_decompress(&decoder); }
    State(const State &) = delete;
    State &operator=(const State &) = delete;

    void read_header(std::span<const std::uint8_t> file) {
        jpeg_abort_decompress(&decoder);
        errors.num_warnings = 0;
        jpeg_mem_src(&decoder, file.data(), file.size());
        jpeg_save_markers(&decoder, exif_marker, longest_segment);
        jpeg_save_markers(&decoder, profile_marker, longest_segment);
        jpeg_save_markers(&decoder, iptc_marker, longest_segment);
        jpeg_read_header(&decoder, TRUE);
    }

    [[nodiscard]] std::vector<std::uint8_t> profile() {
        JOCTET *bytes = nullptr;
        unsigned length = 0;
        if (!attempt(errors, [&] { jpeg_read_icc_profile(&decoder, &bytes, &length); }) || !bytes)
            return {};
        const std::unique_ptr<JOCTET, decltype(&std::free)> memory(bytes, &std::free);
        return {bytes, bytes + length};
    }

    /// Starts a scan of whole MCUs around those columns, and so many px that what lies beyond makes
    /// no difference. Returns the first column that comes.
    int start(int shrink, int left, int width) {
        decoder.scale_num = 1;
        decoder.scale_denom = static_cast<unsigned>(shrink);
        decoder.out_color_space = bands_of(decoder) == 1 ? JCS_GRAYSCALE : JCS_RGB;
        jpeg_start_decompress(&decoder);
        const int all = static_cast<int>(decoder.output_width);
        const int begin = std::max(0, left - upsampling_reach);
        const int end = std::min(all, left + width + upsampling_reach);
        if (begin == 0 && end == all)
            return 0;
        auto first = static_cast<JDIMENSION>(begin), count = static_cast<JDIMENSION>(end - begin);
        jpeg_crop_scanline(&decoder, &first, &count);
        return static_cast<int>(first);
    }

    void read_rows(const Rect &part, int first_column, std::uint8_t *pixels, JSAMPROW line) {
        const auto bands = static_cast<std::size_t>(decoder.output_components);
        const std::size_t row_bytes = static_cast<std::size_t>(part.width) * bands;
        const std::size_t skipped = static_cast<std::size_t>(part.left - first_column) * bands;
        jpeg_skip_scanlines(&decoder, static_cast<JDIMENSION>(part.top));
        for (int y = 0; y < part.height; ++y, pixels += row_bytes) {
            jpeg_read_scanlines(&decoder, &line, 1);
            std::copy_n(line + skipped, row_bytes, pixels);
        }
        // What is skipped up to the end is not even read: damage would not show.
        if (const JDIMENSION rest = decoder.output_height - decoder.output_scanline; rest > 0) {
            jpeg_skip_scanlines(&decoder, rest - 1);
            jpeg_read_scanlines(&decoder, &line, 1);
        }
        jpeg_finish_decompress(&decoder);
    }
};

JpegDecoder::JpegDecoder() : state_(std::make_unique<State>()) {}

JpegDecoder::~JpegDecoder() = default;

std::optional<JpegHeader> JpegDecoder::open(std::span<const std::uint8_t> file) {
    State &state = *state_;
    if (!attempt(state.errors, [&] { state.read_header(file); }))
        return std::nullopt;
    JpegHeader header;
    header.width = static_cast<int>(state.decoder.image_width);
    header.height = static_cast<int>(state.decoder.image_height);
    header.bands = bands_of(state.decoder);
    header.exif = segment_of(state.decoder, exif_marker, exif_name);
    if (const auto xmp = segment_of(state.decoder, exif_marker, xmp_name); !xmp.empty())
        header.xmp = xmp.subspan(xmp_name.size());
    header.iptc = segment_of(state.decoder, iptc_marker, iptc_name);
    header.profile = state.profile();
    return header.bands != 0 && state.errors.num_warnings == 0 ? std::optional(std::move(header))
                                                               : std::nullopt;
}

bool JpegDecoder::decode(int shrink, const Rect &part, std::span<std::uint8_t> pixels) {
    State &state = *state_;
    const auto line = state.row.take(std::size_t{state.decoder.image_width} * 3);
    return attempt(state.errors,
                   [&] {
                       const int first = state.start(shrink, part.left, part.width);
                       state.read_rows(part, first, pixels.data(), line.data());
                   }) &&
           state.errors.num_warnings == 0;
}

} // namespace tessera::internal
