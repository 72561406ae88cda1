#include "write/png/statistics.hpp"

#include "compose/variant.hpp"
#include "write/png/rows.hpp"
#include "write/variant_cache.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace tessera::internal {
namespace {

using Counts = std::vector<std::uint64_t>; // by variant

constexpr std::uint64_t sampled_bytes = std::uint64_t{2} << 20;
constexpr std::uint64_t sampled_cells = std::uint64_t{1} << 20;
constexpr std::uint64_t least_match = 8; // bytes; shorter ones may cost more than literals

std::uint64_t row_bytes(TileShape tile) { return static_cast<std::uint64_t>(tile.width) * 3; }

/// Some variants of a mosaic.
class Sample {
  public:
    explicit Sample(const Mosaic &mosaic) : mosaic_(mosaic), variants_(sample_variants(mosaic)) {}

    [[nodiscard]] const Mosaic &mosaic() const noexcept { return mosaic_; }
    [[nodiscard]] TileShape tile() const noexcept { return mosaic_.tile(); }

    /// see(variant, pixels) for each of them.
    template <class See> void all(See &&see) const {
        std::vector<std::uint8_t> scratch;
        for (const VariantIndex variant : variants_)
            see(variant, variant_pixels(mosaic_, variant, scratch));
    }

    /// Every how many-th row is enough.
    [[nodiscard]] std::uint64_t stride() const {
        return 1 + variants_.size() * mosaic_.tile().bytes() / sampled_bytes;
    }

    /// Variants that each of the sample stands for.
    [[nodiscard]] std::uint64_t share() const {
        return mosaic_.variants().size() / variants_.size();
    }

  private:
    const Mosaic &mosaic_;
    std::vector<VariantIndex> variants_;
};

/// How often variants are used, by variant.
struct Uses {
    Counts spelled, heads; ///< heads: of matches

    explicit Uses(std::size_t variants) : spelled(variants), heads(variants) {}
};

/// Symbols that spell variants out.
DeflateWeights spelling(const Sample &sample, Filter filter, const Uses &first, const Uses &below) {
    DeflateWeights weights;
    std::vector<std::uint8_t> filtered;
    const std::size_t length = row_bytes(sample.tile());
    const auto height = static_cast<std::size_t>(sample.tile().height);
    const std::uint64_t stride = sample.stride();
    sample.all([&](VariantIndex variant, std::span<const std::uint8_t> pixels) {
        filter_tile(pixels, sample.tile(), filter, filtered);
        const auto add = [&](std::size_t row, std::size_t head, const Uses &uses,
                             std::uint64_t times) {
            times *= sample.share();
            const std::uint64_t weight = uses.spelled[variant] * times;
            const auto text = std::span(filtered).subspan(row * length, length);
            for (const std::uint8_t value : text.first(head))
                weights.literal(value, weight + uses.heads[variant] * times);
            if (weight > 0)
                tokenize(
                    text.subspan(head), [&](std::uint8_t value) { weights.literal(value, weight); },
                    [&](unsigned run, unsigned distance) { weights.match(run, distance, weight); });
        };
        add(0, 0, first, 1);
        for (std::size_t row = 1 + variant % stride; row < height; row += stride)
            add(row, head_bytes(filter), below, stride);
    });
    return weights;
}

/// The text of rows of cells: a letter by variant, and each letter's period.
struct Alphabet {
    RowShape shape;
    std::vector<std::uint32_t> letters;
    std::vector<unsigned> periods;

    Alphabet(RowShape row, std::size_t variants)
        : shape(row), letters(variants), periods(variants) {
        std::iota(letters.begin(), letters.end(), 0U);
    }
};

/// Of the first rows, and of those below: there the same content is the same letter, the first
/// variant that has it.
std::pair<Alphabet, Alphabet> alphabets(const Sample &sample, Filter filter) {
    const std::size_t variants = sample.mosaic().variants().size();
    const std::size_t length = row_bytes(sample.tile());
    Alphabet first({length, 0}, variants), below({length, head_bytes(filter)}, variants);
    ContentTable contents;
    std::vector<std::uint8_t> filtered;
    sample.all([&](VariantIndex variant, std::span<const std::uint8_t> pixels) {
        filter_tile(pixels, sample.tile(), filter, filtered);
        const std::span<const std::uint8_t> bytes(filtered);
        first.periods[variant] = period_of(bytes.first(length));
        if (head_bytes(filter) > 0)
            return;
        below.letters[variant] = contents.holder(variant, bytes.subspan(length));
        unsigned period = 1;
        for (std::size_t at = length; at < bytes.size() && period > 0; at += length)
            period = common_period(period, period_of(bytes.subspan(at, length)));
        below.periods[variant] = period;
    });
    return {std::move(first), std::move(below)};
}

/// Counts what is spelled out, by letter, and adds the matches, each `weight` times.
Uses count_phrases(const Mosaic &mosaic, const Alphabet &alphabet, std::uint64_t weight,
                   DeflateWeights &weights) {
    const RowShape shape = alphabet.shape;
    const auto rows = static_cast<std::uint64_t>(mosaic.grid().rows);
    const std::uint64_t stride = 1 + mosaic.grid().cells() / sampled_cells;
    Uses uses(alphabet.letters.size());
    RowParser parser(alphabet.letters.size(), shape.bytes);
    std::vector<Phrase> phrases;
    std::vector<std::uint32_t> row;
    for (std::uint64_t i = 0; i < rows; i += stride) {
        row.clear();
        for (const VariantIndex variant : mosaic.cells_of(static_cast<int>(i)))
            row.push_back(alphabet.letters[variant]);
        const auto period = [&](std::uint32_t letter) { return alphabet.periods[letter]; };
        if (std::ranges::all_of(row, [&](std::uint32_t letter) { return period(letter) == 1; })) {
            weights.literal(0, weight * stride);
            cut_match(std::max<std::uint64_t>(row.size() * shape.bytes - 1, shortest_match),
                      [&](unsigned part) { weights.match(part, 1, weight * stride); });
            continue;
        }
        parser.parse(row, phrases, period, [&](const Phrase &phrase) {
            return shape.match_length(phrase) >= least_match;
        });
        for (const Phrase &phrase : phrases) {
            const std::uint32_t letter = row[phrase.cell];
            if (phrase.distance == 0) {
                uses.spelled[letter] += stride;
                continue;
            }
            uses.heads[letter] += phrase.own_head ? stride : 0;
            cut_match(shape.match_length(phrase), [&](unsigned part) {
                weights.match(part, phrase.distance, weight * stride);
            });
        }
    }
    return uses;
}

/// What the mosaic would be like with that filter.
PngStatistics with_filter(const Sample &sample, Filter filter) {
    PngStatistics statistics{.filter = filter};
    DeflateWeights &weights = statistics.weights;
    const auto [first, below] = alphabets(sample, filter);
    const auto rows = static_cast<std::uint64_t>(sample.mosaic().grid().rows);
    const auto rows_below = static_cast<std::uint64_t>(sample.tile().height) - 1;
    const Uses uses = count_phrases(sample.mosaic(), first, 1, weights);
    const Uses uses_below = count_phrases(sample.mosaic(), below, rows_below, weights);
    weights.add(spelling(sample, filter, uses, uses_below));
    weights.literal(static_cast<std::uint8_t>(Filter::none), rows);
    weights.literal(static_cast<std::uint8_t>(filter), rows * rows_below);
    weights.symbols[256] += 1;
    return statistics;
}

} // namespace

std::uint64_t scanline_bytes(const Mosaic &mosaic) {
    return static_cast<std::uint64_t>(mosaic.size().width) * 3 + 1;
}

PngStatistics png_statistics(const Mosaic &mosaic) {
    const Sample sample(mosaic);
    PngStatistics best = with_filter(sample, Filter::none);
    for (const Filter filter : {Filter::up, Filter::paeth})
        if (PngStatistics other = with_filter(sample, filter);
            other.weights.bits() < best.weights.bits())
            best = other;
    return best;
}

} // namespace tessera::internal
