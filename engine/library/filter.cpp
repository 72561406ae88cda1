#include <tessera/select.hpp>

#include "base/parallel.hpp"
#include "base/run.hpp"

#include <tessera/error.hpp>

#include <algorithm>
#include <cstdint>
#include <spdlog/fmt/fmt.h>

namespace tessera {
using namespace internal;
namespace {

constexpr std::uint32_t tiles_per_turn = 1024;

/// What came of one turn's tiles.
struct Found {
    std::vector<TileId> tiles{};
    std::vector<std::uint64_t> meeting{}; ///< of each condition
};

Found find_some(const TileStore &store, std::span<const Condition> conditions, TileId first) {
    Found found{{}, std::vector<std::uint64_t>(conditions.size())};
    const TileId end = std::min(first + tiles_per_turn, store.info().tiles);
    for (TileId id = first; id < end; ++id) {
        const TileRecord record = store.record(id);
        bool all = true;
        for (std::size_t i = 0; i < conditions.size(); ++i) {
            const bool holds = conditions[i].holds(record);
            found.meeting[i] += holds;
            all = all && holds;
        }
        if (all)
            found.tiles.push_back(id);
    }
    return found;
}

[[noreturn]] void refuse(std::uint32_t tiles, std::span<const Condition> conditions,
                         const std::vector<std::uint64_t> &meeting) {
    std::vector<std::string> each;
    for (std::size_t i = 0; i < conditions.size(); ++i)
        each.push_back(fmt::format("'{}' holds of {}", conditions[i].text, meeting[i]));
    throw Error(
        ErrorCode::invalid_argument,
        fmt::format("none of the library's {} photos is left: {}", tiles, fmt::join(each, ", ")));
}

} // namespace

std::vector<TileId> find_tiles(const TileStore &store, std::span<const Condition> conditions,
                               const RunOptions &run) {
    check_run(run);
    const std::uint32_t tiles = store.info().tiles;
    std::vector<Found> turns((tiles + std::size_t{tiles_per_turn} - 1) / tiles_per_turn);
    ProgressCounter progress(run, "choose", tiles);
    parallel_for(turns.size(), threads_of(run), [&] {
        return [&](std::size_t turn) {
            throw_if_cancelled(run);
            const auto first = static_cast<TileId>(turn * tiles_per_turn);
            turns[turn] = find_some(store, conditions, first);
            progress.add(std::min(tiles_per_turn, tiles - first));
        };
    });
    std::vector<TileId> found;
    std::vector<std::uint64_t> meeting(conditions.size());
    for (const Found &turn : turns) {
        found.insert(found.end(), turn.tiles.begin(), turn.tiles.end());
        std::ranges::transform(meeting, turn.meeting, meeting.begin(), std::plus());
    }
    if (found.empty() && tiles > 0)
        refuse(tiles, conditions, meeting);
    return found;
}

} // namespace tessera
