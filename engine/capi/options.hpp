// Options of calls as texts, by their names on the command line.
#pragma once

#include <tessera/match.hpp>
#include <tessera/settings.hpp>

#include <string_view>

namespace tessera::capi {

/// The options of a call, of options_of_call(), in a list such as {"cells=207x292", "flip", null}.
/// list: may be null. Throws: Error{invalid_argument} that names the option.
[[nodiscard]] GivenOptions given_options(std::string_view call, const char *const *list);

[[nodiscard]] Rgb background_option(const char *const *list);
[[nodiscard]] bool force_option(const char *const *list);

/// Pictures instead of the files of options; null for none.
struct MatchPictures {
    const Source *mask = nullptr, *importance = nullptr;
};

/// The match that was asked for, checked against source and library, with its tiles chosen.
[[nodiscard]] MatchOptions match_options(const char *const *list, const Source &source,
                                         const TileLibrary &library, const MatchPictures &pictures,
                                         const RunOptions &run);

} // namespace tessera::capi
