#include "store/record.hpp"

#include "base/digest.hpp"

#include <tessera/error.hpp>

#include <cstring>
#include <nlohmann/json.hpp>

namespace tessera {
namespace {

template <class Number> void put(std::vector<std::uint8_t> &out, Number number) {
    const auto *bytes = reinterpret_cast<const std::uint8_t *>(&number);
    out.insert(out.end(), bytes, bytes + sizeof number);
}

void put(std::vector<std::uint8_t> &out, const std::string &text) {
    put(out, static_cast<std::uint32_t>(text.size()));
    out.insert(out.end(), text.begin(), text.end());
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
};

} // namespace

std::vector<std::uint8_t> encode_record(const TileRecord &record) {
    std::vector<std::uint8_t> out;
    put(out, record.file_bytes);
    put(out, record.modified_ns);
    put(out, record.content.bytes);
    put(out, record.pixels.bytes);
    put(out, static_cast<std::int32_t>(record.width));
    put(out, static_cast<std::int32_t>(record.height));
    put(out, record.name);
    put(out, record.path);
    put(out, record.captured);
    return out;
}

std::optional<TileRecord> decode_record(std::span<const std::uint8_t> bytes) {
    TileRecord record;
    std::int32_t width = 0, height = 0;
    Reader reader{bytes};
    reader.get(record.file_bytes);
    reader.get(record.modified_ns);
    reader.get(record.content.bytes);
    reader.get(record.pixels.bytes);
    reader.get(width);
    reader.get(height);
    reader.get(record.name);
    reader.get(record.path);
    reader.get(record.captured);
    if (!reader.good || !reader.bytes.empty())
        return std::nullopt;
    record.width = width;
    record.height = height;
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
    const nlohmann::json json = {{"digest", to_string(info.digest)},
                                 {"inputs", to_string(info.inputs)},
                                 {"options", info.options},
                                 {"skipped", info.skipped},
                                 {"tile_height", info.tile.height},
                                 {"tile_width", info.tile.width},
                                 {"tiles", info.tiles}};
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
        const bool sensible = info.tile.width > 0 && info.tile.height > 0 &&
                              info.tile.width <= max_side && info.tile.height <= max_side;
        return sensible ? std::optional(info) : std::nullopt;
    } catch (const nlohmann::json::exception &) {
        return std::nullopt;
    } catch (const Error &) {
        return std::nullopt;
    }
}

} // namespace tessera
