// A row of cells as a text: what is spelled out, what repeats what stands to the left of it.
#pragma once

#include "write/png/variant.hpp"

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace tessera::internal {

/// A cell that is spelled out (distance 0), or `count` cells that repeat what stands `distance`
/// bytes before. Where what stands to the left of either differs, so do their heads.
struct Phrase {
    std::uint32_t cell = 0, count = 1, distance = 0;
    bool own_head = true;
};

/// Lengths of a tile's row, bytes.
struct RowShape {
    std::uint64_t bytes = 0;
    std::uint64_t head = 0; ///< of them, see head_bytes()

    [[nodiscard]] std::uint64_t match_length(const Phrase &phrase) const noexcept {
        return phrase.count * bytes - (phrase.own_head ? head : 0);
    }
};

/// Cuts rows into phrases. Not thread-safe.
class RowParser {
  public:
    /// letters: how many there are; cell_bytes: of a tile's row.
    RowParser(std::size_t letters, std::uint64_t cell_bytes)
        : last_(letters), cell_bytes_(cell_bytes) {}

    /// row: the letter of each cell. period(letter): see period_of(). pays(phrase): whether to take
    /// it rather than spell it out.
    /// Source: greedy parsing as of Ziv, Lempel 1977, doi:10.1109/TIT.1977.1055714, of the nearest
    /// match and of the one that goes on at the distance of the last.
    template <class Period, class Pays>
    void parse(std::span<const std::uint32_t> row, std::vector<Phrase> &phrases, Period &&period,
               Pays &&pays) {
        phrases.clear();
        Match last;
        for (std::uint32_t cell = 0; cell < row.size();) {
            const Match match = longest(row, cell, last.distance);
            const unsigned near = match.distance == 1 ? period(row[cell]) : 0; // fewer extra bits
            const std::uint64_t distance = near > 0 ? near : match.distance * cell_bytes_;
            const bool own_head =
                match.distance == cell || row[cell - 1] != row[cell - 1 - match.distance];
            Phrase phrase{cell, match.count, static_cast<std::uint32_t>(distance), own_head};
            if (match.count > 0 && pays(phrase))
                last = match;
            else
                phrase = {cell};
            phrases.push_back(phrase);
            for (; cell < phrase.cell + phrase.count; ++cell)
                last_[row[cell]] = cell + 1;
        }
        for (const std::uint32_t letter : row)
            last_[letter] = 0;
    }

  private:
    /// `count` cells that equal those `distance` cells before.
    struct Match {
        std::uint32_t count = 0, distance = 0;
    };

    [[nodiscard]] Match longest(std::span<const std::uint32_t> row, std::uint32_t cell,
                                std::uint32_t distance) const noexcept;

    std::vector<std::uint32_t> last_; ///< by letter, the cell after the last one that has it, or 0
    std::uint64_t cell_bytes_;
};

/// A row of cells, ready to be put out scanline by scanline.
class RowScript {
  public:
    /// variant: of a cell that is spelled out, its EncodedVariant.
    void compile(std::span<const Phrase> phrases, RowShape shape, const DeflateCode &code,
                 const std::function<EncodedVariant(std::uint32_t cell)> &variant);

    /// Bits of that row of the tiles, at most.
    [[nodiscard]] std::uint64_t most_bits(std::size_t row) const noexcept;
    /// head(cell): the bits of that cell's head in this row.
    template <class Head> void put(std::size_t row, BitWriter &writer, Head &&head) const noexcept {
        for (const Step &step : steps_) {
            if (step.own_head)
                writer.put(head(step.cell));
            if (step.is_spelled) {
                const EncodedRow entry = step.variant.row(row);
                writer.copy(step.variant.bits(entry), entry.bits);
            }
            writer.copy(matches_.data() + step.matches, step.match_bits);
        }
    }

    /// Whether that row of all the tiles is 0.
    [[nodiscard]] bool is_zero(std::size_t row) const noexcept;

  private:
    /// A head and a variant, either or both, and the matches up to the next step.
    struct Step {
        std::uint32_t cell;
        bool own_head, is_spelled;
        EncodedVariant variant;
        std::uint64_t matches; ///< where their bits begin in matches_
        std::uint64_t match_bits;
    };

    std::vector<Step> steps_;
    std::vector<std::uint8_t> matches_;
};

} // namespace tessera::internal
