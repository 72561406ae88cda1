#include "write/tiff/layout.hpp"

#include <tessera/error.hpp>

#include <algorithm>
#include <array>
#include <limits>
#include <spdlog/fmt/fmt.h>

namespace tessera::internal {
namespace {

constexpr std::uint64_t classic_limit = std::uint64_t{1} << 32;
constexpr std::uint64_t array_alignment = 8;

enum Tag : std::uint16_t {
    subfile_type = 254,
    image_width = 256,
    image_length = 257,
    bits_per_sample = 258,
    compression = 259,
    photometric = 262,
    image_description = 270,
    samples_per_pixel = 277,
    x_resolution = 282,
    y_resolution = 283,
    planar_configuration = 284,
    resolution_unit = 296,
    predictor = 317,
    tile_width = 322,
    tile_length = 323,
    tile_offsets = 324,
    tile_byte_counts = 325,
    sub_ifds = 330,
    jpeg_tables = 347,
    ycbcr_subsampling = 530,
    reference_black_white = 532,
    icc_profile = 34675
};

constexpr std::uint64_t chunky = 1, inch = 2, horizontal_differences = 2, reduced = 1;
constexpr std::uint16_t ycbcr = 6;

void add_shape(TiffDirectory &directory, const TiffLevel &level) {
    constexpr std::array<std::uint64_t, 3> bits{8, 8, 8};
    const auto number = [](std::int64_t value) { return static_cast<std::uint64_t>(value); };
    directory.add(image_width, TiffType::long_number, number(level.size.width));
    directory.add(image_length, TiffType::long_number, number(level.size.height));
    directory.add(bits_per_sample, TiffType::short_number, bits);
    directory.add(samples_per_pixel, TiffType::short_number, bits.size());
    directory.add(planar_configuration, TiffType::short_number, chunky);
    directory.add(tile_width, TiffType::short_number, number(level.tile.width));
    directory.add(tile_length, TiffType::short_number, number(level.tile.height));
}

} // namespace

TiffLayout::TiffLayout(std::span<const TiffLevel> levels, const TiffDescription &description)
    : levels_(levels), description_(description), kind_{description.big}, places_(levels.size()) {
    // Four bytes an offset are enough where no tile lies beyond them: if need be because the
    // arrays, by then too long to be read beforehand, give way to the end.
    arrange(TiffType::long_number, Order::arrays_first);
    if (items_end_ > classic_limit && kind_.big)
        arrange(TiffType::long_number, Order::items_first);
    if (items_end_ > classic_limit && kind_.big)
        arrange(TiffType::long8, Order::arrays_first);
    if (end_ > classic_limit && !kind_.big)
        throw Error(ErrorCode::unsupported,
                    fmt::format("cannot write '{}': the mosaic takes {} bytes, and a classic TIFF "
                                "holds {}; leave out bigtiff=false",
                                description.target, end_, classic_limit));
}

std::vector<std::uint8_t> TiffLayout::head() const {
    std::vector<std::uint8_t> bytes = tiff_header(kind_);
    for (std::size_t i = 0; i < levels_.size(); ++i) {
        const bool follows = i + 1 < levels_.size() && description_.pyramid == TiffPyramid::pages;
        directory(i).write(kind_, places_[i].directory, follows ? places_[i + 1].directory : 0,
                           bytes);
    }
    return bytes;
}

bool TiffLayout::is_inline(const TiffArray &array, std::size_t level) const {
    return array.bytes(levels_[level].grid.cells()) <=
           static_cast<std::uint64_t>(kind_.offset_bytes());
}

void TiffLayout::arrange(TiffType offsets, Order order) {
    end_ = kind_.header_bytes();
    for (std::size_t i = 0; i < levels_.size(); ++i) {
        const auto largest = std::ranges::max(levels_[i].sizes);
        places_[i].offsets.type = offsets;
        places_[i].sizes.type = largest <= std::numeric_limits<std::uint16_t>::max()
                                    ? TiffType::short_number
                                    : TiffType::long_number;
        places_[i].items.resize(levels_[i].sizes.size());
    }
    for (std::size_t i = 0; i < levels_.size(); ++i) {
        places_[i].directory = end_;
        end_ += directory(i).size(kind_);
    }
    if (order == Order::items_first)
        place_items();
    place_arrays();
    if (order == Order::arrays_first)
        place_items();
}

void TiffLayout::place_arrays() {
    for (std::size_t i = 0; i < levels_.size(); ++i)
        for (TiffArray *array : {&places_[i].offsets, &places_[i].sizes}) {
            end_ = (end_ + array_alignment - 1) / array_alignment * array_alignment;
            array->at = end_;
            end_ += is_inline(*array, i) ? 0 : array->bytes(levels_[i].grid.cells());
        }
}

void TiffLayout::place_items() {
    for (std::size_t i = levels_.size(); i-- > 0;) {
        const std::vector<std::uint32_t> &sizes = levels_[i].sizes;
        places_[i].data = end_;
        for (std::size_t item = 0; item < sizes.size(); ++item) {
            places_[i].items[item] = end_;
            end_ += sizes[item];
        }
    }
    items_end_ = end_;
}

template <class Number>
void TiffLayout::add_array(TiffDirectory &directory, std::uint16_t tag, const TiffArray &array,
                           std::size_t i, std::span<const Number> values) const {
    const TiffLevel &level = levels_[i];
    if (!is_inline(array, i)) {
        directory.add_array(tag, array.type, level.grid.cells(), array.at);
        return;
    }
    std::vector<std::uint64_t> all(level.grid.cells());
    for (std::size_t tile = 0; tile < all.size(); ++tile)
        all[tile] = values[level.item_of(tile)];
    directory.add(tag, array.type, all);
}

TiffDirectory TiffLayout::directory(std::size_t i) const {
    TiffDirectory directory;
    const TiffLevel &level = levels_[i];
    if (i > 0)
        directory.add(subfile_type, TiffType::long_number, reduced);
    add_shape(directory, level);
    add_coding(directory);
    add_array(directory, tile_offsets, places_[i].offsets, i,
              std::span<const std::uint64_t>(places_[i].items));
    add_array(directory, tile_byte_counts, places_[i].sizes, i,
              std::span<const std::uint32_t>(level.sizes));
    if (i == 0)
        add_description(directory);
    return directory;
}

void TiffLayout::add_coding(TiffDirectory &directory) const {
    const TiffCodingTags &coding = description_.coding;
    directory.add(compression, TiffType::short_number, coding.compression);
    directory.add(photometric, TiffType::short_number, coding.photometric);
    if (coding.differences)
        directory.add(predictor, TiffType::short_number, horizontal_differences);
    if (!description_.jpeg_tables.empty())
        directory.add_bytes(jpeg_tables, TiffType::undefined, description_.jpeg_tables);
    if (coding.photometric != ycbcr)
        return;
    const std::array<std::uint64_t, 2> steps =
        coding.subsampled ? std::array<std::uint64_t, 2>{2, 2} : std::array<std::uint64_t, 2>{1, 1};
    directory.add(ycbcr_subsampling, TiffType::short_number, steps);
    // Full range: 0, 255, and twice 128, 255. Of a ratio the upper half is the denominator.
    constexpr std::uint64_t one = std::uint64_t{1} << 32;
    constexpr std::array<std::uint64_t, 6> range{one,       one + 255, one + 128,
                                                 one + 255, one + 128, one + 255};
    directory.add(reference_black_white, TiffType::rational, range);
}

void TiffLayout::add_description(TiffDirectory &directory) const {
    if (!description_.text.empty())
        directory.add_text(image_description, description_.text);
    if (!description_.profile.empty())
        directory.add_bytes(icc_profile, TiffType::undefined, description_.profile);
    if (description_.dpi > 0) {
        directory.add_rational(x_resolution, description_.dpi);
        directory.add_rational(y_resolution, description_.dpi);
        directory.add(resolution_unit, TiffType::short_number, inch);
    }
    if (description_.pyramid == TiffPyramid::subifds && levels_.size() > 1) {
        std::vector<std::uint64_t> others;
        for (std::size_t i = 1; i < levels_.size(); ++i)
            others.push_back(places_[i].directory);
        directory.add(sub_ifds, kind_.big ? TiffType::ifd8 : TiffType::ifd, others);
    }
}

} // namespace tessera::internal
