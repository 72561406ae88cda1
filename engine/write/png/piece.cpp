#include "write/png/piece.hpp"

#include <algorithm>

namespace tessera::internal {
namespace {

/// What matters of a variant's rows where phrases are chosen.
struct RowKind {
    std::uint32_t bits, period;
};

/// Adds a cell's rows, after which `rest` bytes of each scanline follow. Rows [begin, end) of the
/// variant. Sums stay below 2^64: each adds less than 2^33, and there are less than 2^24 cells.
void add_sums(EncodedVariant variant, Scanlines rows, std::uint64_t rest, Adler *sums) {
    for (std::uint64_t row = rows.begin; row < rows.end; ++row, ++sums) {
        const Adler cell = Adler::of_value(variant.adler(row));
        sums->first += cell.first;
        sums->second += rest * cell.first + cell.second;
    }
}

/// The same of its heads, rows x 3; `rest` bytes of each scanline follow from them on.
void add_heads(std::span<const std::uint8_t> heads, std::uint64_t rest, Adler *sums) {
    const std::uint64_t weights[] = {rest, rest + adler_modulus - 1, rest + adler_modulus - 2};
    for (std::size_t i = 0; i < heads.size(); i += 3, ++sums) {
        sums->first += heads[i] + heads[i + 1] + heads[i + 2];
        sums->second +=
            heads[i] * weights[0] + heads[i + 1] * weights[1] + heads[i + 2] * weights[2];
    }
}

/// The first of them that is not the first of its tiles, or their end.
std::uint64_t first_below(Scanlines lines) { return std::max<std::uint64_t>(lines.begin, 1); }

} // namespace

EncodedMosaic::EncodedMosaic(const SomeVariants &some, const PngStatistics &statistics,
                             VariantCache &cache, const RunOptions &run)
    : mosaic_(some.mosaic), cache_(cache), code_(statistics.weights), filter_(statistics.filter),
      holders_(mosaic_.variants().size()) {
    ContentTable contents;
    for_each_variant(some, run, [&] {
        return [&, encoder = VariantEncoder(mosaic_.tile(), filter_, code_, contents),
                bytes = std::vector<std::uint8_t>()](VariantIndex variant,
                                                     std::span<const std::uint8_t> pixels) mutable {
            holders_[variant] = encoder.encode(variant, pixels, bytes);
            cache_.put(variant, bytes);
        };
    });
    cache_.seal();
}

PieceComposer::PieceComposer(const EncodedMosaic &encoded)
    : encoded_(encoded), shape_{static_cast<std::uint64_t>(encoded.mosaic().tile().width) * 3,
                                head_bytes(encoded.filter())},
      scanline_bytes_(scanline_bytes(encoded.mosaic())),
      parser_(encoded.mosaic().variants().size(), shape_.bytes) {}

Adler PieceComposer::compose(Scanlines lines, std::vector<std::uint8_t> &bytes) {
    const auto height = static_cast<std::uint64_t>(encoded_.mosaic().tile().height);
    const std::size_t begin = bytes.size();
    bytes.resize(begin + encoded_.code().header_bytes() + bit_padding);
    BitWriter writer(bytes.data() + begin);
    encoded_.code().put_header(writer);
    Adler adler;
    for (std::uint64_t line = lines.begin; line < lines.end;) {
        const std::uint64_t top = line / height * height;
        const Band band{static_cast<int>(line / height),
                        {line - top, std::min(height, lines.end - top)}};
        compile(band);
        make_heads(band);
        make_room(band, bytes, writer);
        put(band, writer);
        for (const Adler &scanline : sums(band))
            adler.append(scanline, scanline_bytes_);
        const auto columns = static_cast<std::uint64_t>(encoded_.mosaic().grid().columns);
        encoded_.cache().trim(columns * (band.lines.end - band.lines.begin) / height + 1);
        line = top + band.lines.end;
    }
    put_zeros(writer);
    writer.put(encoded_.code().end_of_block());
    writer.put({0, 3}); // an empty stored block, which ends with a whole byte
    writer.finish();
    writer.put({0xffff'0000, 32});
    bytes.resize(static_cast<std::size_t>(writer.finish() - bytes.data()));
    return adler;
}

void PieceComposer::compile(Band band) {
    const auto cells = encoded_.mosaic().cells_of(band.row);
    if (band.lines.begin == 0)
        compile(cells, first_, {shape_.bytes, 0}, [](EncodedVariant variant) {
            return RowKind{variant.row(0).bits, variant.header().first_period};
        });
    if (band.lines.end <= 1)
        return;
    holders_.resize(cells.size());
    std::ranges::transform(cells, holders_.begin(),
                           [&](VariantIndex variant) { return encoded_.holder(variant); });
    compile(holders_, below_, shape_, [](EncodedVariant variant) {
        return RowKind{variant.header().row_bits, variant.header().period_below};
    });
}

/// letters: by cell, the variant that holds its rows; kind(variant): of the rows that the script is
/// for.
template <class Kind>
void PieceComposer::compile(std::span<const VariantIndex> letters, RowScript &script,
                            RowShape shape, Kind &&kind) {
    const auto variant = [&](std::size_t cell) { return encoded_.variant(letters[cell]); };
    const auto pays = [&](const Phrase &phrase) {
        std::uint64_t spelled = 0, matched = 0;
        for (std::uint32_t i = 0; i < phrase.count; ++i)
            spelled += kind(variant(phrase.cell + i)).bits;
        cut_match(shape.match_length(phrase), [&](unsigned length) {
            matched += encoded_.code().match(length, phrase.distance).count;
        });
        return matched < spelled;
    };
    parser_.parse(
        letters, phrases_, [&](auto letter) { return kind(encoded_.variant(letter)).period; },
        pays);
    script.compile(phrases_, shape, encoded_.code(), variant);
}

/// Where the heads of a cell are: of the band's rows below the first.
const std::uint8_t *PieceComposer::heads(Band band, std::size_t cell) const {
    return heads_.data() + cell * (band.lines.end - first_below(band.lines)) * shape_.head;
}

void PieceComposer::make_heads(Band band) {
    const std::uint64_t begin = first_below(band.lines), end = band.lines.end;
    if (shape_.head == 0 || begin == end)
        return;
    const auto cells = encoded_.mosaic().cells_of(band.row);
    heads_.resize(cells.size() * (end - begin) * shape_.head);
    const std::vector<std::uint8_t> nothing((end - begin + 1) * shape_.head);
    std::span<const std::uint8_t> left(nothing);
    for (std::size_t cell = 0; cell < cells.size(); ++cell) {
        const EncodedVariant variant = encoded_.variant(cells[cell]);
        filter_heads(variant.left_edge(begin - 1, end), left,
                     heads_.data() + (heads(band, cell) - heads_.data()));
        left = variant.right_edge(begin - 1, end);
    }
}

/// Adler sums of the band's scanlines.
std::vector<Adler> PieceComposer::sums(Band band) const {
    const auto [begin, end] = band.lines;
    std::vector<Adler> sums(end - begin);
    const auto cells = encoded_.mosaic().cells_of(band.row);
    const std::uint64_t below = first_below(band.lines);
    std::uint64_t rest = scanline_bytes_ - 1;
    for (std::size_t cell = 0; cell < cells.size(); ++cell) {
        rest -= shape_.bytes;
        if (begin == 0)
            add_sums(encoded_.variant(cells[cell]), {0, 1}, rest % adler_modulus, sums.data());
        if (below == end)
            continue;
        add_sums(encoded_.variant(encoded_.holder(cells[cell])), {below, end}, rest % adler_modulus,
                 &sums[below - begin]);
        if (shape_.head > 0)
            add_heads(std::span(heads(band, cell), (end - below) * shape_.head),
                      (rest + shape_.bytes) % adler_modulus, &sums[below - begin]);
    }
    for (std::uint64_t line = begin; line < end; ++line) {
        Adler &sum = sums[line - begin];
        const auto byte = static_cast<std::uint64_t>(filter(line));
        Adler whole{byte, byte};
        whole.append({sum.first % adler_modulus, sum.second % adler_modulus}, scanline_bytes_ - 1);
        sum = whole;
    }
    return sums;
}

void PieceComposer::make_room(Band band, std::vector<std::uint8_t> &bytes,
                              BitWriter &writer) const {
    constexpr std::uint64_t match_bits = 48, ends = 64; // at most; bytes to end the block with
    const auto run_bits = [](std::uint64_t length) {
        return (length / longest_match + 4) * match_bits; // with its literal, and a filter
    };
    std::uint64_t bits = run_bits(zeros_);
    for (std::uint64_t line = band.lines.begin; line < band.lines.end; ++line)
        bits += script(line).is_zero(line) ? run_bits(scanline_bytes_)
                                           : script(line).most_bits(line) + match_bits;
    const auto used = static_cast<std::size_t>(writer.position() - bytes.data());
    bytes.resize(used + bits / 8 + ends);
    writer.move_to(bytes.data() + used);
}

void PieceComposer::put(Band band, BitWriter &writer) {
    for (std::uint64_t line = band.lines.begin; line < band.lines.end; ++line) {
        const bool zero = script(line).is_zero(line);
        // Black scanlines without a filter are one run.
        if (zero && filter(line) == Filter::none) {
            zeros_ += scanline_bytes_;
            continue;
        }
        put_zeros(writer);
        writer.put(encoded_.code().literal(static_cast<std::uint8_t>(filter(line))));
        if (zero)
            zeros_ = scanline_bytes_ - 1;
        else
            put_script(band, line, writer);
    }
}

void PieceComposer::put_script(Band band, std::uint64_t line, BitWriter &writer) const {
    const DeflateCode &code = encoded_.code();
    const std::uint64_t row = line - first_below(band.lines);
    script(line).put(line, writer, [&](std::size_t cell) {
        const std::uint8_t *head = heads(band, cell) + row * shape_.head;
        BitWord word = code.literal(head[0]);
        return (word += code.literal(head[1])) += code.literal(head[2]);
    });
}

void PieceComposer::put_zeros(BitWriter &writer) {
    const DeflateCode &code = encoded_.code();
    const std::uint64_t literals = zeros_ > shortest_match ? 1 : zeros_;
    for (std::uint64_t i = 0; i < literals; ++i)
        writer.put(code.literal(0));
    cut_match(zeros_ - literals, [&](unsigned length) { writer.put(code.match(length, 1)); });
    zeros_ = 0;
}

} // namespace tessera::internal
