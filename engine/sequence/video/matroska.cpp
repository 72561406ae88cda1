#include "sequence/video/matroska.hpp"

#include <string_view>

namespace tessera::internal {
namespace {

/// Names of elements, as they stand in the file.
constexpr std::uint64_t ebml = 0x1A45DFA3, ebml_version = 0x4286, ebml_read_version = 0x42F7,
                        longest_id = 0x42F2, longest_size = 0x42F3, doc_type = 0x4282,
                        doc_version = 0x4287, doc_read_version = 0x4285, segment = 0x18538067,
                        info = 0x1549A966, timestamp_scale = 0x2AD7B1, muxing_app = 0x4D80,
                        writing_app = 0x5741, tracks = 0x1654AE6B, track_entry = 0xAE,
                        track_number = 0xD7, track_uid = 0x73C5, track_type = 0x83,
                        flag_lacing = 0x9C, codec_id = 0x86, video = 0xE0, pixel_width = 0xB0,
                        pixel_height = 0xBA, four_cc = 0x2EB524, cluster = 0x1F43B675,
                        timestamp = 0xE7, block_group = 0xA0, block = 0xA1, block_duration = 0x9B;

constexpr std::uint64_t nanoseconds_per_tick = 1000;
constexpr std::string_view unknown_size = "\x01\xFF\xFF\xFF\xFF\xFF\xFF\xFF";
constexpr std::string_view block_start("\x81\0\0\0", 4); // of track 1, at its cluster's time

std::string big_endian(std::uint64_t value, int bytes) {
    std::string text;
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8)
        text += static_cast<char>(value >> shift);
    return text;
}

std::string name_of(std::uint64_t id) {
    return big_endian(id, id > 0xFFFFFF ? 4 : id > 0xFFFF ? 3 : id > 0xFF ? 2 : 1);
}

/// An element's name and how many bytes follow, always as eight bytes.
std::string head(std::uint64_t id, std::uint64_t bytes) {
    return name_of(id) + '\x01' + big_endian(bytes, 7);
}

std::string element(std::uint64_t id, const std::string &content) {
    return head(id, content.size()) + content;
}

std::string number(std::uint64_t id, std::uint64_t value) {
    return element(id, big_endian(value, 8));
}

std::string four_cc_of(int channels) {
    return channels == 1 ? "Y800" : channels == 3 ? std::string("RGB\x18") : "RGBA";
}

} // namespace

std::string matroska_start(Size size, int channels) {
    const std::string pixels = number(pixel_width, static_cast<std::uint64_t>(size.width)) +
                               number(pixel_height, static_cast<std::uint64_t>(size.height)) +
                               element(four_cc, four_cc_of(channels));
    const std::string track = number(track_number, 1) + number(track_uid, 1) +
                              number(track_type, 1) + number(flag_lacing, 0) +
                              element(codec_id, "V_UNCOMPRESSED") + element(video, pixels);
    return element(ebml, number(ebml_version, 1) + number(ebml_read_version, 1) +
                             number(longest_id, 4) + number(longest_size, 8) +
                             element(doc_type, "matroska") + number(doc_version, 4) +
                             number(doc_read_version, 2)) +
           name_of(segment) + std::string(unknown_size) +
           element(info, number(timestamp_scale, nanoseconds_per_tick) +
                             element(muxing_app, "tessera") + element(writing_app, "tessera")) +
           element(tracks, element(track_entry, track));
}

std::string matroska_frame_start(std::int64_t time, std::int64_t duration, std::uint64_t bytes) {
    const std::string when = number(timestamp, static_cast<std::uint64_t>(time));
    const std::string how_long = matroska_frame_end(duration);
    const std::uint64_t in_block = block_start.size() + bytes;
    const std::string frame = head(block, in_block);
    const std::uint64_t in_group = frame.size() + in_block + how_long.size();
    const std::string group = head(block_group, in_group);
    return head(cluster, when.size() + group.size() + in_group) + when + group + frame +
           std::string(block_start);
}

std::string matroska_frame_end(std::int64_t duration) {
    return number(block_duration, static_cast<std::uint64_t>(duration));
}

} // namespace tessera::internal
