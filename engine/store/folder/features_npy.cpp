#include "store/folder/features_npy.hpp"

#include <algorithm>
#include <cstring>
#include <spdlog/fmt/fmt.h>
#include <type_traits>

namespace tessera::internal {
namespace {

constexpr std::size_t alignment = 64;
constexpr std::size_t preamble_bytes = 10;

// Features are kept as they lie in memory.
static_assert(std::is_trivially_copyable_v<TileFeatures> && sizeof(TileFeatures) == 232);

} // namespace

std::string npy_header(std::size_t tiles) {
    std::string text = fmt::format("{{'descr': [('mean', '<f8', (3,)), "
                                   "('parts', '<f4', ({0}, {0}, 3)), ('fingerprint', '<u8'), "
                                   "('picture', '<u8')], 'fortran_order': False, "
                                   "'shape': ({1},), }}",
                                   parts_of_side, tiles);
    text.resize((preamble_bytes + text.size() + alignment) / alignment * alignment - preamble_bytes,
                ' ');
    text.back() = '\n';
    std::string header = "\x93NUMPY";
    header +=
        {'\1', '\0', static_cast<char>(text.size() & 0xff), static_cast<char>(text.size() >> 8)};
    return header + text;
}

std::optional<std::vector<TileFeatures>> decode_npy(std::span<const std::uint8_t> bytes,
                                                    std::size_t tiles) {
    const std::string header = npy_header(tiles);
    if (bytes.size() != header.size() + tiles * sizeof(TileFeatures) ||
        std::memcmp(bytes.data(), header.data(), header.size()) != 0)
        return std::nullopt;
    std::vector<TileFeatures> features(tiles);
    if (tiles > 0)
        std::memcpy(features.data(), bytes.data() + header.size(), tiles * sizeof(TileFeatures));
    return features;
}

} // namespace tessera::internal
