// A mosaic together with what match() says of it.
#pragma once

#include <tessera/match.hpp>

#include <utility>

namespace tessera::test {

struct Matched {
    Mosaic mosaic;
    MatchReport report{};
};

[[nodiscard]] inline Matched matched(const Source &source, const TileLibrary &library,
                                     const MatchOptions &options, const RunOptions &run = {}) {
    MatchReport report;
    Mosaic mosaic = match(source, library, options, run, &report);
    return {std::move(mosaic), std::move(report)};
}

} // namespace tessera::test
