#include "write/tiff/parts.hpp"

#include "write/tiff/file.hpp"

#include <algorithm>

namespace tessera::internal {
namespace {

constexpr std::size_t bands = 3;

/// Numbers of the sections.
enum Section : std::size_t { text_section, cells_section, first_level };

/// Of a level, of whichever kind: its tiles' sizes, and after them the tiles.
constexpr std::size_t sizes_section(std::size_t level) { return first_level + 2 * level; }

void append_level(const TiffLevel &level, PartOutput &part, const RunOptions &run) {
    part.begin_section();
    part.append_numbers(std::span(level.sizes));
    part.begin_section();
    for_each_piece(level, run, [&](std::span<const std::uint8_t> bytes) { part.append(bytes); });
}

/// Numbers of all parts, one after the other.
std::vector<std::uint32_t> all_numbers(const Parts &parts, std::size_t section) {
    std::vector<std::uint32_t> all;
    for (const PartFile &part : parts.files()) {
        const auto numbers = part.numbers<std::uint32_t>(section);
        all.insert(all.end(), numbers.begin(), numbers.end());
    }
    return all;
}

void read_level(const Parts &parts, std::size_t index, TiffLevel &level) {
    level.sizes = all_numbers(parts, sizes_section(index));
    level.read = [sizes = level.sizes, reader = std::make_shared<SectionReader>(
                                           parts.files(), sizes_section(index) + 1)](
                     std::size_t item, std::vector<std::uint8_t> &bytes) {
        reader->read(sizes[item], bytes);
    };
}

} // namespace

void write_tiff_part(const PartWork &work, const TiffComposition &composition,
                     const std::string &text, PartOutput &part) {
    const auto rows = work.shard.of(static_cast<std::uint64_t>(work.mosaic.grid().rows));
    const auto columns = static_cast<std::size_t>(work.mosaic.grid().columns);
    part.begin_section();
    part.append_numbers(std::span(text));
    part.begin_section();
    part.append_numbers(work.mosaic.cells().subspan(rows.begin * columns, rows.size() * columns));
    for (const TiffLevel &level : composition.levels())
        append_level(level, part, work.run);
    part.begin_section();
    if (composition.drawn())
        composition.drawn()->rest([&](std::span<const std::uint8_t> px) { part.append(px); });
}

JoinedTiff::JoinedTiff(const Parts &parts, const TiffComposition::Options &options,
                       const RunOptions &run)
    : parts_(parts), shape_(tiff_levels(parts.info().form, options.pyramid)),
      cells_(all_numbers(parts, cells_section)) {
    check_cells();
    if (shape_.drawn.height == 0)
        return;
    drawn_ = levels_of_shards(shape_.drawn, parts.info().shard.count);
    if (const auto sizes = drawn_sizes(shape_.drawn); drawn_ < sizes.size())
        draw(sizes[drawn_], options, run);
}

std::string JoinedTiff::text() const {
    const auto text = parts_.files().front().numbers<char>(text_section);
    return {text.begin(), text.end()};
}

std::vector<TiffLevel> JoinedTiff::levels() const {
    auto levels = shared_levels(parts_.info().form, shape_, cells_);
    for (std::size_t i = 0; i < drawn_; ++i)
        levels.push_back(tiff_pyramid_level(drawn_sizes(shape_.drawn)[i]));
    for (std::size_t i = 0; i < levels.size(); ++i) {
        read_level(parts_, i, levels[i]);
        if (levels[i].items.empty() && levels[i].sizes.size() != levels[i].grid.cells())
            parts_.files().front().fail();
    }
    if (top_)
        for (TiffLevel &level : top_->levels())
            levels.push_back(std::move(level));
    return levels;
}

/// Every cell has a variant at each level.
void JoinedTiff::check_cells() const {
    std::uint64_t least = ~std::uint64_t{0};
    for (std::size_t i = 0; i < shape_.shared.size(); ++i) {
        std::uint64_t variants = 0;
        for (const PartFile &part : parts_.files())
            variants += part.section_bytes(sizes_section(i)) / sizeof(std::uint32_t);
        least = std::min(least, variants);
    }
    if (cells_.size() != parts_.info().form.grid.cells() || std::ranges::max(cells_) >= least)
        parts_.files().front().fail();
}

/// Draws the levels from one of `size` px down, of which the parts have the px.
void JoinedTiff::draw(Size size, const TiffComposition::Options &options, const RunOptions &run) {
    top_ = std::make_unique<TiffPyramidLevels>(size, Shard(), options.coding, options.scratch, run);
    SectionReader reader(parts_.files(), sizes_section(shape_.shared.size() + drawn_));
    const std::size_t row_bytes = static_cast<std::size_t>(size.width) * bands;
    std::vector<std::uint8_t> row;
    while (top_->strip_height() > 0) {
        const auto strip = top_->strip();
        for (std::size_t at = 0; at < strip.size(); at += row_bytes) {
            row.clear();
            reader.read(row_bytes, row);
            std::ranges::copy(row, strip.begin() + static_cast<std::ptrdiff_t>(at));
        }
        top_->take_strip();
    }
}

} // namespace tessera::internal
