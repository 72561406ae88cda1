// libpng's one door. It decodes; to encode small pictures, libdeflate takes a third of the time.

#include "image/codec/png.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <libdeflate.h>
#include <memory>
#include <new>
#include <png.h>
#include <string_view>

namespace tessera::internal {
namespace {

constexpr int level = 1; // higher ones gain a few per cent on photos, and take twice the time
constexpr std::uint8_t paeth_filter = 4;
constexpr std::array<std::uint8_t, 8> signature = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
constexpr std::array<std::uint8_t, 4> colour_types = {0, 4, 2, 6}; // by bands, from one on
constexpr std::size_t most_chunk_bytes = std::size_t{1} << 30;     // the format has 2^31 - 1

struct FreeCompressor {
    void operator()(libdeflate_compressor *compressor) const noexcept {
        libdeflate_free_compressor(compressor);
    }
};

libdeflate_compressor *compressor() {
    thread_local const std::unique_ptr<libdeflate_compressor, FreeCompressor> mine(
        libdeflate_alloc_compressor(level));
    if (!mine)
        throw std::bad_alloc();
    return mine.get();
}

void put(std::vector<std::uint8_t> &out, std::uint32_t number) {
    for (const int shift : {24, 16, 8, 0})
        out.push_back(static_cast<std::uint8_t>(number >> shift));
}

void put_chunk(std::vector<std::uint8_t> &out, std::string_view type,
               std::span<const std::uint8_t> data) {
    put(out, static_cast<std::uint32_t>(data.size()));
    const std::size_t begin = out.size();
    out.insert(out.end(), type.begin(), type.end());
    out.insert(out.end(), data.begin(), data.end());
    put(out, libdeflate_crc32(0, out.data() + begin, out.size() - begin));
}

/// What the neighbours to the left, above and above left say that a value might be.
std::uint8_t paeth(int left, int above, int corner) {
    const int to_left = std::abs(above - corner), to_above = std::abs(left - corner),
              to_corner = std::abs(left + above - 2 * corner);
    const int nearest = to_left <= to_above && to_left <= to_corner ? left
                        : to_above <= to_corner                     ? above
                                                                    : corner;
    return static_cast<std::uint8_t>(nearest);
}

/// Each row with its filter before it.
std::vector<std::uint8_t> filter(std::span<const std::uint8_t> pixels, PictureShape shape) {
    const auto bands = static_cast<std::size_t>(shape.bands);
    const std::size_t row_bytes = static_cast<std::size_t>(shape.width) * bands;
    const std::vector<std::uint8_t> nothing(row_bytes);
    std::vector<std::uint8_t> out(pixels.size() + static_cast<std::size_t>(shape.height));
    const std::uint8_t *row = pixels.data(), *above = nothing.data();
    for (std::uint8_t *to = out.data(); to != out.data() + out.size(); to += row_bytes) {
        *to++ = paeth_filter;
        for (std::size_t x = 0; x < bands; ++x) // nothing to the left: the one above is nearest
            to[x] = static_cast<std::uint8_t>(row[x] - above[x]);
        for (std::size_t x = bands; x < row_bytes; ++x)
            to[x] = static_cast<std::uint8_t>(row[x] -
                                              paeth(row[x - bands], above[x], above[x - bands]));
        above = row;
        row += row_bytes;
    }
    return out;
}

std::vector<std::uint8_t> header(PictureShape shape) {
    std::vector<std::uint8_t> out;
    put(out, static_cast<std::uint32_t>(shape.width));
    put(out, static_cast<std::uint32_t>(shape.height));
    const std::uint8_t colour_type = colour_types[static_cast<std::size_t>(shape.bands - 1)];
    for (const std::uint8_t byte :
         {std::uint8_t{8}, colour_type, std::uint8_t{0}, std::uint8_t{0}, std::uint8_t{0}})
        out.push_back(byte); // bits; deflate, adaptive filters, not interlaced
    return out;
}

} // namespace

std::vector<std::uint8_t> encode_png(std::span<const std::uint8_t> pixels, PictureShape shape) {
    const auto filtered = filter(pixels, shape);
    std::vector<std::uint8_t> deflated(
        libdeflate_zlib_compress_bound(compressor(), filtered.size()));
    deflated.resize(libdeflate_zlib_compress(compressor(), filtered.data(), filtered.size(),
                                             deflated.data(), deflated.size()));
    std::vector<std::uint8_t> out(signature.begin(), signature.end());
    put_chunk(out, "IHDR", header(shape));
    constexpr std::array<std::uint8_t, 1> perceptual = {0};
    put_chunk(out, "sRGB", perceptual);
    for (std::span rest(deflated.data(), deflated.size()); !rest.empty();) {
        const auto some = rest.first(std::min(rest.size(), most_chunk_bytes));
        put_chunk(out, "IDAT", some);
        rest = rest.subspan(some.size());
    }
    put_chunk(out, "IEND", {});
    return out;
}

bool decode_png(std::span<const std::uint8_t> png, PictureShape shape,
                std::span<std::uint8_t> pixels) {
    constexpr std::array<png_uint_32, 4> formats = {PNG_FORMAT_GRAY, PNG_FORMAT_GA, PNG_FORMAT_RGB,
                                                    PNG_FORMAT_RGBA};
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    const std::unique_ptr<png_image, decltype(&png_image_free)> owner(&image, png_image_free);
    if (png_image_begin_read_from_memory(&image, png.data(), png.size()) == 0 ||
        image.width != static_cast<png_uint_32>(shape.width) ||
        image.height != static_cast<png_uint_32>(shape.height))
        return false;
    image.format = formats[static_cast<std::size_t>(shape.bands - 1)];
    return png_image_finish_read(&image, nullptr, pixels.data(), 0, nullptr) != 0;
}

} // namespace tessera::internal
