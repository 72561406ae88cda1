// Whether rules of repetition can be met, and what gives way where they can't.
#pragma once

#include "match/cells/layout.hpp"

#include <tessera/match.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace tessera::internal {

/// Rules that can be met, as far as counting tells.
struct SettledRules {
    RepetitionRules rules{};
    std::vector<std::string> relaxed{}; ///< what gave way, each as a sentence
};

/// With `relax` rules give way in this order, each no further than it must: min_use, max_use,
/// spacing. Throws: Error{invalid_argument} with the numbers where they can't be met together and
/// mustn't give way; for numbers out of range.
[[nodiscard]] SettledRules settle_rules(const RepetitionRules &rules, Grid grid,
                                        std::size_t photos);

/// The same for the filled cells of a layout.
[[nodiscard]] SettledRules settle_rules(const RepetitionRules &rules, const Layout &layout,
                                        std::size_t photos);

/// Throws: Error{invalid_argument} for numbers out of range alone.
void check_rules(const RepetitionRules &rules);

} // namespace tessera::internal
