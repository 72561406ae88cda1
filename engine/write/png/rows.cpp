#include "write/png/rows.hpp"

namespace tessera::internal {
namespace {

constexpr std::uint64_t match_bytes = 6, most_head_bits = 45; // at most

} // namespace

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

void RowScript::compile(std::span<const Phrase> phrases, RowShape shape, const DeflateCode &code,
                        const std::function<EncodedVariant(std::uint32_t)> &variant) {
    std::uint64_t room = 2 * bit_padding;
    for (const Phrase &phrase : phrases)
        room += (phrase.count * shape.bytes / longest_match + 3) * match_bytes;
    matches_.resize(room);
    steps_.clear();
    BitWriter writer(matches_.data());
    for (const Phrase &phrase : phrases) {
        const bool is_spelled = phrase.distance == 0, own_head = shape.head > 0 && phrase.own_head;
        if (is_spelled || own_head) {
            const auto begin = static_cast<std::uint64_t>(writer.finish() - matches_.data());
            steps_.push_back({phrase.cell, own_head, is_spelled, variant(phrase.cell), begin, 0});
        }
        if (is_spelled)
            continue;
        cut_match(shape.match_length(phrase), [&](unsigned length) {
            const BitWord word = code.match(length, phrase.distance);
            writer.put(word);
            steps_.back().match_bits += word.count;
        });
    }
    writer.finish();
}

std::uint64_t RowScript::most_bits(std::size_t row) const noexcept {
    std::uint64_t bits = 0;
    for (const Step &step : steps_)
        bits += (step.is_spelled ? step.variant.row(row).bits : 0) +
                (step.own_head ? most_head_bits : 0) + step.match_bits;
    return bits;
}

bool RowScript::is_zero(std::size_t row) const noexcept {
    for (const Step &step : steps_)
        if (step.own_head || !step.variant.row(row).zero)
            return false;
    return true;
}

} // namespace tessera::internal
