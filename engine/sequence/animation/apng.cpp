#include "sequence/animation/apng.hpp"

#include "image/open.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <string_view>

namespace tessera::internal {
namespace {

constexpr std::string_view signature = "\x89PNG\r\n\x1a\n";
constexpr std::size_t longest = 26; // of the chunks that are read: fcTL

struct Chunk {
    std::uint32_t length = 0;
    std::string type{};
    std::string start{}; ///< its first bytes
};

std::uint32_t big_endian(std::string_view bytes) {
    std::uint32_t value = 0;
    for (const char byte : bytes)
        value = value << 8 | static_cast<unsigned char>(byte);
    return value;
}

std::string take(std::ifstream &file, std::size_t count) {
    std::string bytes(count, '\0');
    file.read(bytes.data(), static_cast<std::streamsize>(count));
    bytes.resize(static_cast<std::size_t>(file.gcount()));
    return bytes;
}

/// The next chunk, with the file behind it; nothing at the end of the file.
std::optional<Chunk> next_chunk(std::ifstream &file) {
    const std::string head = take(file, 8);
    if (head.size() < 8)
        return std::nullopt;
    Chunk chunk{big_endian(std::string_view(head).substr(0, 4)), head.substr(4), {}};
    chunk.start = take(file, std::min<std::size_t>(chunk.length, longest));
    if (chunk.start.size() < std::min<std::size_t>(chunk.length, longest))
        return std::nullopt;
    file.seekg(std::streamoff{chunk.length} - std::streamoff(chunk.start.size()) + 4,
               std::ios::cur);
    return chunk;
}

/// Of an fcTL chunk: a fraction of a second, in hundredths where the denominator is 0.
std::chrono::nanoseconds duration_of(std::string_view control) {
    const std::int64_t numerator = big_endian(control.substr(20, 2));
    const std::int64_t denominator = big_endian(control.substr(22, 2));
    return std::chrono::nanoseconds(numerator * 1'000'000'000 /
                                    (denominator == 0 ? 100 : denominator));
}

} // namespace

std::optional<ApngTimes> read_apng_times(const std::string &path) {
    std::ifstream file(path, std::ios::binary);
    if (take(file, signature.size()) != signature)
        return std::nullopt;
    std::optional<ApngTimes> times;
    std::uint32_t frames = 0;
    for (auto chunk = next_chunk(file); chunk; chunk = next_chunk(file)) {
        if (chunk->type == "acTL" && chunk->start.size() == 8) {
            frames = big_endian(std::string_view(chunk->start).substr(0, 4));
            times.emplace();
            times->plays = static_cast<int>(big_endian(std::string_view(chunk->start).substr(4)));
        } else if (chunk->type == "IDAT" && !times) {
            return std::nullopt; // one picture; what comes now is not for us
        } else if (chunk->type == "fcTL" && times && chunk->start.size() == longest) {
            times->durations.push_back(duration_of(chunk->start));
        } else if (chunk->type == "IEND") {
            if (times && (times->durations.size() != frames || frames == 0))
                throw unreadable(path, "it has other than the number of frames that it says");
            return times;
        }
    }
    if (times)
        throw unreadable(path, "it is cut short");
    return std::nullopt; // libvips will say what is wrong with it
}

} // namespace tessera::internal
