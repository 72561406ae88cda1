#include "support/jpegs.hpp"

#include "support/images.hpp"

#include <cstdio> // for jpeglib.h
#include <cstdlib>

#include <jpeglib.h>

namespace tessera::test {
namespace {

constexpr std::uint16_t orientation_tag = 0x0112, exif_tag = 0x8769, captured_tag = 0x9003,
                        offset_tag = 0x0201, length_tag = 0x0202;
constexpr std::uint16_t ascii = 2, short_number = 3, long_number = 4;

/// Numbers of one byte order, one after the other.
struct Bytes {
    bool big_endian;
    std::string text;

    void add(std::uint32_t number, int length) {
        for (int i = 0; i < length; ++i)
            text += static_cast<char>(number >> 8 * (big_endian ? length - 1 - i : i));
    }
    void entry(std::uint16_t tag, std::uint16_t type, std::uint32_t count, std::uint32_t value) {
        add(tag, 2);
        add(type, 2);
        add(count, 4);
        if (type == short_number) {
            add(value, 2);
            add(0, 2);
        } else {
            add(value, 4);
        }
    }
};

} // namespace

std::string jpeg_of(const vips::VImage &picture, const JpegOptions &options) {
    jpeg_compress_struct encoder{};
    jpeg_error_mgr errors{};
    encoder.err = jpeg_std_error(&errors);
    jpeg_create_compress(&encoder);
    unsigned char *memory = nullptr;
    unsigned long length = 0;
    jpeg_mem_dest(&encoder, &memory, &length);
    encoder.image_width = static_cast<JDIMENSION>(picture.width());
    encoder.image_height = static_cast<JDIMENSION>(picture.height());
    encoder.input_components = picture.bands();
    encoder.in_color_space = picture.bands() == 1 ? JCS_GRAYSCALE : JCS_RGB;
    jpeg_set_defaults(&encoder);
    if (options.rgb)
        jpeg_set_colorspace(&encoder, JCS_RGB);
    jpeg_set_quality(&encoder, options.quality, TRUE);
    encoder.comp_info[0].h_samp_factor = options.across;
    encoder.comp_info[0].v_samp_factor = options.down;
    encoder.arith_code = options.arithmetic ? TRUE : FALSE;
    encoder.restart_in_rows = options.restart_rows;
    if (options.progressive)
        jpeg_simple_progression(&encoder);
    jpeg_start_compress(&encoder, TRUE);
    auto pixels = pixels_of(picture);
    const auto row_bytes = static_cast<std::size_t>(picture.width() * picture.bands());
    for (std::size_t y = 0; y < encoder.image_height; ++y) {
        JSAMPROW row = &pixels[y * row_bytes];
        jpeg_write_scanlines(&encoder, &row, 1);
    }
    jpeg_finish_compress(&encoder);
    jpeg_destroy_compress(&encoder);
    std::string bytes(reinterpret_cast<char *>(memory), length);
    std::free(memory);
    return bytes;
}

std::string exif_data(int orientation, const std::string &thumbnail, bool big_endian) {
    constexpr std::uint32_t main = 8, exif = main + 2 + 2 * 12 + 4, small = exif + 2 + 12 + 4,
                            date = small + 2 + 2 * 12 + 4, picture = date + 20;
    Bytes bytes{big_endian, big_endian ? "MM" : "II"};
    bytes.add(42, 2);
    bytes.add(main, 4);
    bytes.add(2, 2);
    bytes.entry(orientation_tag, short_number, 1, static_cast<std::uint32_t>(orientation));
    bytes.entry(exif_tag, long_number, 1, exif);
    bytes.add(thumbnail.empty() ? 0 : small, 4);
    bytes.add(1, 2);
    bytes.entry(captured_tag, ascii, 20, date);
    bytes.add(0, 4);
    bytes.add(2, 2);
    bytes.entry(offset_tag, long_number, 1, picture);
    bytes.entry(length_tag, long_number, 1, static_cast<std::uint32_t>(thumbnail.size()));
    bytes.add(0, 4);
    return std::string("Exif\0\0", 6) + bytes.text + std::string("2024:05:31 12:00:01\0", 20) +
           thumbnail;
}

std::string with_exif(const std::string &jpeg, int orientation, const std::string &thumbnail,
                      bool big_endian) {
    const std::string data = exif_data(orientation, thumbnail, big_endian);
    Bytes segment{true, "\xff\xe1"};
    segment.add(static_cast<std::uint32_t>(data.size() + 2), 2);
    return jpeg.substr(0, 2) + segment.text + data + jpeg.substr(2);
}

} // namespace tessera::test
