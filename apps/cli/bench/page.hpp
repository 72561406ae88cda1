// One page of HTML with the plots of a comparison of stores.
#pragma once

#include "cli/bench/report.hpp"

#include <string>

namespace tessera::cli {

/// The whole file. It needs nothing but itself, and says so to the browser.
[[nodiscard]] std::string html_of(const BenchReport &report);

} // namespace tessera::cli
