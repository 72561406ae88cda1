#include "library/film_tiles.hpp"

#include "base/hasher.hpp"
#include "image/open.hpp"

#include <tessera/error.hpp>
#include <tessera/library.hpp>
#include <tessera/sequence.hpp>

#include <algorithm>
#include <array>
#include <filesystem>
#include <spdlog/fmt/fmt.h>
#include <string_view>
#include <utility>

namespace tessera::internal {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t most_bytes = std::size_t{1} << 30; // of a film's tiles

constexpr std::array<std::string_view, 13> video_suffixes = {
    ".3gp", ".avi", ".flv",  ".m2ts", ".m4v", ".mkv", ".mov",
    ".mp4", ".mpg", ".mpeg", ".mts",  ".ts",  ".webm"};
constexpr std::array<std::string_view, 3> animation_suffixes = {".apng", ".gif", ".webp"};

std::string suffix_of(const std::string &path) {
    std::string suffix = fs::path(path).extension().string();
    std::ranges::transform(suffix, suffix.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return suffix;
}

/// What all tiles of a film say.
TileRecord record_of(const PictureFile &file, const TileOptions &options, Size size) {
    TileRecord record;
    record.path = fs::absolute(file.path()).lexically_normal().string();
    record.file_bytes = file.bytes();
    record.modified_ns = file.modified_ns();
    record.content = file.digest();
    record.shape = {options.shape.width, options.shape.height};
    record.width = static_cast<int>(size.width);
    record.height = static_cast<int>(size.height);
    return record;
}

} // namespace

bool is_film(const std::string &path, const TileOptions &options) {
    const std::string suffix = suffix_of(path);
    return options.shape != any_shape &&
           (is_video_suffix(suffix) ||
            (options.every > 0 &&
             std::ranges::find(animation_suffixes, suffix) != animation_suffixes.end()));
}

std::vector<Tile> load_film(const std::string &path, const TileOptions &options,
                            const RunOptions &run) {
    const PictureFile file(path);
    const int every = std::max(1, options.every);
    const auto frames =
        open_frames(path, {.every = every, .channels = 3, .background = options.background}, run);
    const TileRecord record = record_of(file, options, frames->info().size);
    std::vector<Tile> tiles;
    for (Frame frame; frames->next(frame);) {
        if ((tiles.size() + 1) * options.shape.bytes() > most_bytes)
            throw Error(ErrorCode::unsupported,
                        fmt::format("cannot take tiles of '{}': more than {} of {} x {} px are too "
                                    "many for memory; take the first of more than {} frames only",
                                    path, tiles.size(), options.shape.width, options.shape.height,
                                    every));
        Tile &tile = tiles.emplace_back();
        tile.pixels = tile_of_frame(frame.pixels, frames->info().size, options);
        tile.record = record;
        tile.record.pixels = hash_bytes(tile.pixels);
        tile.record.variation =
            fmt::format(R"({{"frame":{}}})", (tiles.size() - 1) * static_cast<std::size_t>(every));
        tile.crop = static_cast<int>(tiles.size());
    }
    if (tiles.empty())
        throw unreadable(path, "there is no frame in it");
    return tiles;
}

} // namespace tessera::internal

namespace tessera {
using namespace internal;

bool is_video_suffix(std::string_view suffix) {
    return std::ranges::find(video_suffixes, suffix_of("film" + std::string(suffix))) !=
           video_suffixes.end();
}

} // namespace tessera
