#include "store/record.hpp"

#include "base/hasher.hpp"

#include <tessera/error.hpp>

#include <cstring>
#include <nlohmann/json.hpp>

namespace tessera::internal {
namespace {

template <class Number> void put(std::vector<std::uint8_t> &out, Number number) {
    const auto *bytes = reinterpret_cast<const std::uint8_t *>(&number);
    out.insert(out.end(), bytes, bytes + sizeof number);
}

void put(std::vector<std::uint8_t> &out, const std::string &text) {
    put(out, static_cast<std::uint32_t>(text.size()));
    out.insert(out.end(), text.begin(), text.end());
}

void put(std::vector<std::uint8_t> &out, const Label &label) {
    put(out, static_cast<std::uint8_t>(label.index()));
    if (const auto *number = std::get_if<std::int64_t>(&label))
        put(out, *number);
    else if (const auto *text = std::get_if<std::string>(&label))
        put(out, *text);
}

/// Takes fields off the front; once bytes run out, `good` is false and all else is zero.
struct Reader {
    std::span<const std::uint8_t> bytes;
    bool good = true;

    std::span<const std::uint8_t> take(std::size_t count) {
        good = good && count <= bytes.size();
        const auto front = bytes.first(good ? count : 0);
        bytes = bytes.subspan(front.size());
        return front;
    }
    template <class Number> void get(Number &number) {
        if (const auto front = take(sizeof number); good)
            std::memcpy(&number, front.data(), sizeof number);
    }
    void get(std::string &text) {
        std::uint32_t length = 0;
        get(length);
        const auto front = take(length);
        text.assign(front.begin(), front.end());
    }
    void get(Label &label) {
        std::uint8_t kind = 0;
        get(kind);
        if (kind == 1)
            get(label.emplace<std::int64_t>());
        else if (kind == 2)
            get(label.emplace<std::string>());
        else
            good = good && kind == 0;
    }
    void get(std::vector<std::string> &texts) {
        std::uint32_t count = 0;
        get(count);
        for (std::uint32_t i = 0; i < count && good; ++i)
            get(texts.emplace_back());
    }
};

} // namespace

std::vector<std::uint8_t> encode_record(const TileRecord &record) {
    std::vector<std::uint8_t> out;
    put(out, static_cast<std::int32_t>(record.shape.width));
    put(out, static_cast<std::int32_t>(record.shape.height));
    put(out, static_cast<std::int32_t>(record.shape.bands));
    put(out, record.file_bytes);
    put(out, record.modified_ns);
    put(out, record.content.bytes);
    put(out, record.pixels.bytes);
    put(out, static_cast<std::int32_t>(record.width));
    put(out, static_cast<std::int32_t>(record.height));
    put(out, record.name);
    put(out, record.path);
    put(out, record.captured);
    put(out, record.label);
    put(out, static_cast<std::uint32_t>(record.tags.size()));
    for (const std::string &tag : record.tags)
        put(out, tag);
    put(out, record.variation);
    return out;
}

std::optional<TileRecord> decode_record(std::span<const std::uint8_t> bytes) {
    TileRecord record;
    Reader reader{bytes};
    reader.get(record.shape.width);
    reader.get(record.shape.height);
    reader.get(record.shape.bands);
    reader.get(record.file_bytes);
    reader.get(record.modified_ns);
    reader.get(record.content.bytes);
    reader.get(record.pixels.bytes);
    reader.get(record.width);
    reader.get(record.height);
    reader.get(record.name);
    reader.get(record.path);
    reader.get(record.captured);
    reader.get(record.label);
    reader.get(record.tags);
    reader.get(record.variation);
    if (!reader.good || !reader.bytes.empty())
        return std::nullopt;
    return record;
}

std::vector<std::uint8_t> seal(std::vector<std::uint8_t> bytes) {
    put(bytes, hash_bytes(bytes).bytes);
    return bytes;
}

std::optional<std::span<const std::uint8_t>> unseal(std::span<const std::uint8_t> bytes) {
    Digest checksum;
    if (bytes.size() < checksum.bytes.size())
        return std::nullopt;
    const auto body = bytes.first(bytes.size() - checksum.bytes.size());
    std::memcpy(checksum.bytes.data(), body.data() + body.size(), checksum.bytes.size());
    return checksum == hash_bytes(body) ? std::optional(body) : std::nullopt;
}

std::string encode_info(const StoreInfo &info) {
    nlohmann::json json = {{"digest", to_string(info.digest)},
                           {"inputs", to_string(info.inputs)},
                           {"options", info.options},
                           {"skipped", info.skipped},
                           {"tile_height", info.tile.height},
                           {"tile_width", info.tile.width},
                           {"tiles", info.tiles}};
    if (info.shard.count > 1) {
        json["shard"] = info.shard.index;
        json["shards"] = info.shard.count;
        json["shard_photos"] = to_string(info.shard_photos);
    }
    return json.dump();
}

std::optional<StoreInfo> decode_info(std::string_view text) {
    try {
        const auto json = nlohmann::json::parse(text);
        StoreInfo info;
        info.digest = parse_digest(json.at("digest").get<std::string>());
        info.inputs = parse_digest(json.at("inputs").get<std::string>());
        info.options = json.at("options").get<std::string>();
        info.skipped = json.at("skipped").get<std::uint64_t>();
        info.tile = {json.at("tile_width").get<int>(), json.at("tile_height").get<int>()};
        info.tiles = json.at("tiles").get<std::uint32_t>();
        if (json.contains("shards")) {
            info.shard = {json.at("shard").get<int>(), json.at("shards").get<int>()};
            info.shard_photos = parse_digest(json.at("shard_photos").get<std::string>());
            check_shard(info.shard);
        }
        const bool sensible =
            info.tile == any_shape || (info.tile.width > 0 && info.tile.height > 0 &&
                                       info.tile.width <= max_side && info.tile.height <= max_side);
        return sensible ? std::optional(info) : std::nullopt;
    } catch (const nlohmann::json::exception &) {
        return std::nullopt;
    } catch (const Error &) {
        return std::nullopt;
    }
}

} // namespace tessera::internal
