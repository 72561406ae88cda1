#include "sequence/animation/palette.hpp"

#include "image/codec/saver.hpp"
#include "image/memory.hpp"

#include <tessera/error.hpp>

#include <array>
#include <memory>
#include <unordered_map>

namespace tessera::internal {
using vips::VImage;
namespace {

constexpr std::size_t most_colours = 256;
constexpr std::uint8_t opaque_from = 128;
constexpr std::uint32_t transparent_key = 1U << 24; // above every colour

std::uint32_t key_of(const std::uint8_t *pixel, int channels) {
    if (channels == 4 && pixel[3] < opaque_from)
        return transparent_key;
    return channels == 1 ? pixel[0] * 0x010101U
                         : static_cast<std::uint32_t>(pixel[0] << 16 | pixel[1] << 8 | pixel[2]);
}

} // namespace

std::optional<IndexedFrame> index_exactly(const ImageView &frame) {
    IndexedFrame result;
    std::unordered_map<std::uint32_t, std::uint8_t> index_of;
    index_of.reserve(2 * most_colours);
    const auto channels = static_cast<std::size_t>(frame.bands);
    result.indices.resize(frame.values().size() / channels);
    std::uint32_t last = transparent_key + 1;
    std::uint8_t index = 0;
    for (std::size_t i = 0; i < result.indices.size(); ++i) {
        if (const std::uint32_t key = key_of(frame.data + i * channels, frame.bands); key != last) {
            if (index_of.size() == most_colours && !index_of.contains(key))
                return std::nullopt;
            const auto [entry, is_new] =
                index_of.try_emplace(key, static_cast<std::uint8_t>(index_of.size()));
            index = entry->second;
            last = key;
            if (is_new) {
                for (const int shift : {16, 8, 0})
                    result.palette.push_back(static_cast<std::uint8_t>(key >> shift));
                if (key == transparent_key)
                    result.transparent = index;
            }
        }
        result.indices[i] = index;
    }
    return result;
}

IndexedFrame index_by_libvips(const ImageView &frame, const std::string &options, double dither,
                              int effort) {
    VipsBlob *blob = nullptr;
    vips::VOption *arguments =
        VImage::option()->set("in", view_pixels(frame))->set("buffer", &blob);
    if (!sets(options, "dither"))
        arguments->set("dither", dither);
    if (!sets(options, "effort"))
        arguments->set("effort", effort);
    VImage::call_option_string("gifsave_buffer", options.c_str(), arguments);
    const std::unique_ptr<VipsArea, decltype(&vips_area_unref)> gif(VIPS_AREA(blob),
                                                                    &vips_area_unref);
    const VImage picture = VImage::new_from_buffer(gif->data, gif->length, "");
    std::vector<std::uint8_t> pixels(frame.values().size() / static_cast<std::size_t>(frame.bands) *
                                     static_cast<std::size_t>(picture.bands()));
    pull_lines(picture, 0, picture.height(), pixels);
    auto indexed = index_exactly(view_of(pixels, frame.size(), picture.bands()));
    if (!indexed)
        throw Error(ErrorCode::unsupported, "libvips wrote a GIF of more than 256 colours");
    return std::move(*indexed);
}

} // namespace tessera::internal
