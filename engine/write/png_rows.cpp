#include "write/png_rows.hpp"

namespace tessera {

RowParser::Match RowParser::longest(std::span<const std::uint32_t> row, std::uint32_t cell,
                                    std::uint32_t distance) const noexcept {
    const auto match = [&](std::uint32_t at) {
        Match found{0, at};
        if (at > 0 && at <= cell && at * cell_bytes_ <= deflate_window)
            for (std::size_t i = cell; i < row.size() && row[i] == row[i - at]; ++i)
                ++found.count;
        return found;
    };
    const std::uint32_t last = last_[row[cell]];
    const Match nearest = match(last > 0 ? cell + 1 - last : 0), further = match(distance);
    return further.count > nearest.count ? further : nearest;
}

void RowScript::compile(std::span<const Phrase> phrases, std::uint64_t cell_bytes,
                        const DeflateCode &code,
                        const std::function<EncodedVariant(std::uint32_t)> &variant) {
    constexpr std::uint64_t match_bytes = 6; // at most 48 bits
    std::uint64_t room = 0;
    for (const Phrase &phrase : phrases)
        room += phrase.distance == 0
                    ? 1
                    : (phrase.count * cell_bytes / longest_match + 2) * match_bytes;
    matches_.resize(room + 2 * bit_padding);
    steps_.clear();
    BitWriter writer(matches_.data());
    for (const Phrase &phrase : phrases) {
        if (phrase.distance == 0) {
            const auto begin = static_cast<std::uint64_t>(writer.finish() - matches_.data());
            steps_.push_back({variant(phrase.cell), begin, 0});
            continue;
        }
        cut_match(phrase.count * cell_bytes, [&](unsigned length) {
            const BitWord word = code.match(length, phrase.distance);
            writer.put(word);
            steps_.back().match_bits += word.count;
        });
    }
    writer.finish();
}

std::uint64_t RowScript::bits(std::size_t row) const noexcept {
    std::uint64_t bits = 0;
    for (const Step &step : steps_)
        bits += step.variant.row(row).bits + step.match_bits;
    return bits;
}

void RowScript::put(std::size_t row, BitWriter &writer) const noexcept {
    for (const Step &step : steps_) {
        const EncodedRow entry = step.variant.row(row);
        writer.copy(step.variant.bits(entry), entry.bits);
        writer.copy(matches_.data() + step.matches, step.match_bits);
    }
}

bool RowScript::is_zero(std::size_t row) const noexcept {
    for (const Step &step : steps_)
        if (!step.variant.row(row).zero)
            return false;
    return true;
}

} // namespace tessera
