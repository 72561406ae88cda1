#include "base/run.hpp"
#include "match/cells/plane.hpp"
#include "match/checks.hpp"
#include "match/match_one.hpp"

#include <tessera/error.hpp>
#include <tessera/match.hpp>

#include <memory>
#include <spdlog/fmt/fmt.h>
#include <utility>

namespace tessera {
using namespace internal;

/// What all pictures of a sequence have in common.
struct Matcher::State {
    TileLibrary library;
    MatchOptions options;
    TileSet tiles;
    Coherence coherence;
    std::vector<bool> filled{}; ///< cells; empty: all are

    State(const TileLibrary &from, MatchOptions how, double strength, const RunOptions &run)
        : library(from), options(std::move(how)), tiles(library, options, run),
          coherence(library, tiles, strength) {
        if (options.mask)
            filled = filled_cells(*options.mask, options.grid, library.info().tile, run);
    }

    [[nodiscard]] Mosaic next(const Subject &picture, const RunOptions &run, MatchReport *report) {
        const bool follows = coherence.holds() && options.levels == 1;
        Mosaic mosaic =
            match_one(picture, {library, tiles, options, filled, follows ? &coherence : nullptr},
                      run, report);
        coherence.remember(mosaic);
        return mosaic;
    }
};

Matcher::Matcher(const TileLibrary &library, MatchOptions options, double coherence,
                 const RunOptions &run) {
    check_run(run);
    if (!(coherence >= 0 && coherence <= 1))
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("coherence is 0 to 1, not {}", coherence));
    check_tiles(options, library.info().tiles);
    check_match(options, library.info().tiles);
    state_ = std::make_unique<State>(library, std::move(options), coherence, run);
}

Matcher::~Matcher() = default;
Matcher::Matcher(Matcher &&) noexcept = default;
Matcher &Matcher::operator=(Matcher &&) noexcept = default;

Mosaic Matcher::next(const ImageView &picture, const std::string &name, const RunOptions &run,
                     MatchReport *report) {
    check_run(run);
    const Subject checked = subject_of(picture, name, run);
    check_grid(name, picture.size(), state_->options.grid, state_->library.info().tile);
    return state_->next(checked, run, report);
}

std::uint64_t Matcher::changed() const noexcept { return state_->coherence.changed(); }

void Matcher::follow(const Mosaic &mosaic) { state_->coherence.remember(mosaic); }

void Matcher::forget() { state_->coherence.forget(); }

Mosaic match(const Source &source, const TileLibrary &library, const MatchOptions &options,
             const RunOptions &run, MatchReport *report) {
    check_run(run);
    check_grid(source, options.grid, library.info().tile);
    check_tiles(options, library.info().tiles);
    check_match(options, library.info().tiles);
    const TileSet tiles(library, options, run);
    std::vector<bool> filled;
    if (options.mask)
        filled = filled_cells(*options.mask, options.grid, library.info().tile, run);
    return match_one(subject_of(source, run), {library, tiles, options, filled}, run, report);
}

} // namespace tessera
