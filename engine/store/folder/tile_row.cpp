#include "store/folder/tile_row.hpp"

#include <tessera/error.hpp>

#include <algorithm>
#include <charconv>
#include <spdlog/fmt/fmt.h>
#include <vector>

namespace tessera::internal {
namespace {

constexpr std::size_t columns = 17;
constexpr std::string_view end_of_row = "\r\n";
constexpr char tag_separator = ';';

/// Bytes of the UTF-8 character that text begins with; 0 where there is none.
/// Source: Unicode Standard, table 3-7.
std::size_t character_length(std::string_view text) {
    const auto byte = [&](std::size_t i) {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
    };
    const auto follow = [&](std::size_t from, std::size_t to) {
        for (std::size_t i = from; i < to; ++i)
            if (byte(i) < 0x80 || byte(i) > 0xbf)
                return std::size_t{0};
        return to;
    };
    const unsigned first = byte(0), second = byte(1);
    if (first < 0x80)
        return 1;
    if (first >= 0xc2 && first <= 0xdf)
        return follow(1, 2);
    if (first >= 0xe0 && first <= 0xef) {
        const bool allowed = (first != 0xe0 || second >= 0xa0) && (first != 0xed || second <= 0x9f);
        return allowed ? follow(1, 3) : 0;
    }
    if (first >= 0xf0 && first <= 0xf4) {
        const bool allowed = (first != 0xf0 || second >= 0x90) && (first != 0xf4 || second <= 0x8f);
        return allowed ? follow(1, 4) : 0;
    }
    return 0;
}

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

std::string escape_byte(char c) { return fmt::format("\\x{:02x}", static_cast<unsigned char>(c)); }

std::string quote(std::string_view text) {
    std::string out = "\"";
    for (const char c : text)
        out.append(c == '"' ? 2 : 1, c);
    return out + '"';
}

std::string quote_bytes(std::string_view bytes) { return quote(escape_text(bytes)); }

std::string encode_label(const Label &label) {
    if (const auto *number = std::get_if<std::int64_t>(&label))
        return std::to_string(*number);
    const auto *text = std::get_if<std::string>(&label);
    return text ? quote_bytes(*text) : std::string();
}

std::string encode_tags(const std::vector<std::string> &tags) {
    std::string joined;
    for (std::size_t i = 0; i < tags.size(); ++i) {
        joined += i > 0 ? std::string(1, tag_separator) : std::string();
        for (const char c : escape_text(tags[i]))
            joined += c == tag_separator ? escape_byte(c) : std::string(1, c);
    }
    return tags.empty() ? std::string() : quote(joined);
}

/// Takes fields off the front of a row; `good` is false from the first that isn't as it should be.
struct FieldReader {
    std::string_view rest;
    bool good = true;
    bool quoted = false; ///< the last one
    std::size_t taken = 0;

    /// The next field, without its quotes.
    std::string take() {
        if (taken++ > 0)
            expect(',');
        quoted = rest.starts_with('"');
        std::string text;
        if (!quoted) {
            const std::size_t end = std::min(rest.find_first_of(",\r"), rest.size());
            text = rest.substr(0, end);
            rest.remove_prefix(end);
            return text;
        }
        do { // two quotes in a row are one
            rest.remove_prefix(1);
            const std::size_t end = rest.find('"');
            good = good && end != std::string_view::npos;
            text += rest.substr(0, end);
            rest.remove_prefix(std::min(end, rest.size()));
            expect('"');
            if (good && rest.starts_with('"'))
                text += '"';
        } while (good && rest.starts_with('"'));
        return text;
    }
    void expect(char c) {
        good = good && rest.starts_with(c);
        rest.remove_prefix(good ? 1 : 0);
    }
    template <class Number> void get(Number &number) { parse(take(), number); }
    template <class Number> void parse(const std::string &text, Number &number) {
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        good = good && !quoted && error == std::errc() && end == text.data() + text.size();
    }
    void get(std::string &bytes) {
        bytes = unescape(take());
        good = good && quoted;
    }
    std::string unescape(std::string_view text) {
        const auto bytes = unescape_text(text);
        good = good && bytes;
        return bytes.value_or("");
    }
    void get(Label &label) {
        const std::string text = take();
        if (quoted)
            label = unescape(text);
        else if (!text.empty())
            parse(text, label.emplace<std::int64_t>());
    }
    void get(std::vector<std::string> &tags) {
        std::string text = take();
        good = good && (quoted || text.empty());
        for (std::size_t at = 0; quoted && at != std::string::npos;) {
            const std::size_t end = text.find(tag_separator, at);
            tags.push_back(unescape(std::string_view(text).substr(at, end - at)));
            at = end == std::string::npos ? end : end + 1;
        }
    }
    void get(Digest &digest) {
        try {
            digest = parse_digest(take());
        } catch (const Error &) {
            good = false;
        }
    }
};

} // namespace

std::string escape_text(std::string_view bytes) {
    constexpr std::string_view formula = "=+-@";
    std::string out;
    for (std::size_t at = 0; at < bytes.size();) {
        const std::size_t length = character_length(bytes.substr(at));
        const char c = bytes[at];
        if (length == 0 || is_control(c) || (at == 0 && formula.find(c) != formula.npos))
            out += escape_byte(c);
        else if (c == '\\')
            out += "\\\\";
        else
            out += bytes.substr(at, length);
        at += std::max<std::size_t>(length, 1);
    }
    return out;
}

std::optional<std::string> unescape_text(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const std::size_t plain = std::min(text.find('\\'), text.size());
        out += text.substr(0, plain);
        text.remove_prefix(plain);
        if (text.starts_with("\\\\")) {
            out += '\\';
            text.remove_prefix(2);
        } else if (text.starts_with("\\x") && text.size() >= 4) {
            std::uint8_t byte = 0;
            if (std::from_chars(text.data() + 2, text.data() + 4, byte, 16).ptr != text.data() + 4)
                return std::nullopt;
            out += static_cast<char>(byte);
            text.remove_prefix(4);
        } else if (!text.empty()) {
            return std::nullopt;
        }
    }
    return out;
}

std::string encode_tile_place(TileId id, std::string_view file) {
    return fmt::format("{},{},", id, file);
}

std::string encode_tile_row(const TileRecord &record) {
    return fmt::format(
        "{},{},{},{},{},{},{},{},{},{},{},{},{},\"{}\",\"{}\"{}", encode_label(record.label),
        quote_bytes(record.name), quote_bytes(record.path), record.file_bytes, record.modified_ns,
        record.width, record.height, quote_bytes(record.captured), encode_tags(record.tags),
        quote_bytes(record.variation), record.shape.width, record.shape.height, record.shape.bands,
        to_string(record.content), to_string(record.pixels), end_of_row);
}

std::optional<TileRecord> decode_tile_row(std::string_view row, TileId id, std::string_view file) {
    FieldReader reader{row};
    TileId found = 0;
    reader.get(found);
    const bool same_file = reader.take() == file;
    TileRecord record;
    reader.get(record.label);
    reader.get(record.name);
    reader.get(record.path);
    reader.get(record.file_bytes);
    reader.get(record.modified_ns);
    reader.get(record.width);
    reader.get(record.height);
    reader.get(record.captured);
    reader.get(record.tags);
    reader.get(record.variation);
    reader.get(record.shape.width);
    reader.get(record.shape.height);
    reader.get(record.shape.bands);
    reader.get(record.content);
    reader.get(record.pixels);
    const bool whole = reader.good && reader.taken == columns && reader.rest == end_of_row;
    return whole && same_file && found == id ? std::optional(record) : std::nullopt;
}

} // namespace tessera::internal
