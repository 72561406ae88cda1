#include "write/parts/header.hpp"

#include "base/hasher.hpp"

#include <tessera/error.hpp>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <spdlog/fmt/fmt.h>
#include <string_view>

namespace tessera::internal {
namespace {

constexpr auto part_format = "tessera-part 1";
constexpr std::string_view magic = "{\"format\":\"tessera-part 1\",";
constexpr std::size_t digest_bytes = sizeof(Digest::bytes);
constexpr std::size_t text_bytes = part_header_bytes - digest_bytes;

using Json = nlohmann::ordered_json;

Json json_of(const PartHeader &header) {
    const PartInfo &info = header.info;
    return {{"format", part_format},
            {"version", info.version},
            {"shard", info.shard.index},
            {"shards", info.shard.count},
            {"plan", to_string(info.plan)},
            {"library", to_string(info.library)},
            {"columns", info.form.grid.columns},
            {"rows", info.form.grid.rows},
            {"tile_width", info.form.tile.width},
            {"tile_height", info.form.tile.height},
            {"alpha", info.form.alpha},
            {"suffix", info.suffix},
            {"options", info.options},
            {"writer", info.writer},
            {"dpi", info.dpi},
            {"sections", header.sections},
            {"checksum", to_string(header.checksum)}};
}

PartHeader header_of(const Json &json) {
    PartHeader header;
    PartInfo &info = header.info;
    info.version = json.at("version").get<std::string>();
    info.shard = {json.at("shard").get<int>(), json.at("shards").get<int>()};
    info.plan = parse_digest(json.at("plan").get<std::string>());
    info.library = parse_digest(json.at("library").get<std::string>());
    info.form.grid = {json.at("columns").get<int>(), json.at("rows").get<int>()};
    info.form.tile = {json.at("tile_width").get<int>(), json.at("tile_height").get<int>()};
    info.form.alpha = json.at("alpha").get<bool>();
    info.suffix = json.at("suffix").get<std::string>();
    info.options = json.at("options").get<std::string>();
    info.writer = json.at("writer").get<std::string>();
    info.dpi = json.at("dpi").get<double>();
    header.sections = json.at("sections").get<std::vector<std::uint64_t>>();
    header.checksum = parse_digest(json.at("checksum").get<std::string>());
    check_shard(info.shard);
    static_cast<void>(mosaic_size(info.form.grid, info.form.tile)); // throws
    return header;
}

std::string output_of(const PartInfo &info) {
    return fmt::format("{}{} at {} dpi", info.suffix,
                       info.options.empty() ? std::string() : "[" + info.options + "]", info.dpi);
}

} // namespace

std::vector<std::uint8_t> encode_part_header(const PartHeader &header) {
    std::string text = json_of(header).dump(-1, ' ', true, Json::error_handler_t::replace);
    if (text.size() >= text_bytes)
        throw Error(ErrorCode::unsupported,
                    "the header of a part holds no options as long as these");
    text.resize(text_bytes - 1, ' ');
    text += '\n';
    std::vector<std::uint8_t> bytes(text.begin(), text.end());
    const Digest digest = hash_bytes(bytes);
    bytes.insert(bytes.end(), digest.bytes.begin(), digest.bytes.end());
    return bytes;
}

std::optional<PartHeader> decode_part_header(std::span<const std::uint8_t> bytes) {
    if (bytes.size() < part_header_bytes ||
        !std::ranges::equal(magic, bytes.first(magic.size()), {}, {},
                            [](std::uint8_t byte) { return static_cast<char>(byte); }))
        return std::nullopt;
    const auto text = bytes.first(text_bytes);
    const Digest digest = hash_bytes(text);
    if (!std::ranges::equal(digest.bytes, bytes.subspan(text_bytes, digest_bytes)))
        return std::nullopt;
    try {
        return header_of(Json::parse(text.begin(), text.end()));
    } catch (const Json::exception &) {
    } catch (const Error &) {
    }
    return std::nullopt;
}

std::string whole_of(const PartInfo &info) {
    PartHeader header{.info = info};
    header.info.shard.index = 1;
    return json_of(header).dump(-1, ' ', true, Json::error_handler_t::replace);
}

std::string difference_of(const PartInfo &first, const PartInfo &other) {
    if (other.version != first.version)
        return fmt::format("it was made by Tessera {}, not {}", other.version, first.version);
    if (other.library != first.library)
        return "it was made of another library";
    if (other.plan != first.plan)
        return "it was made of another plan";
    if (output_of(other) != output_of(first))
        return fmt::format("it is of {}, not of {}", output_of(other), output_of(first));
    if (other.writer != first.writer)
        return fmt::format("it is for the {} writer, not for {}", other.writer, first.writer);
    if (other.shard.count != first.shard.count)
        return fmt::format("it is one of {} shards, not of {}", other.shard.count,
                           first.shard.count);
    return whole_of(other) == whole_of(first) ? std::string() : "it is of another mosaic";
}

} // namespace tessera::internal
