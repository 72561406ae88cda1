// One page of HTML about a mosaic.
#pragma once

#include <tessera/mosaic.hpp>
#include <tessera/overview.hpp>

#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

namespace tessera::cli {

struct ReportPage {
    const Mosaic &mosaic;
    const Overview &overview;
    const nlohmann::json &report;                             ///< of --json, as far as it goes
    std::vector<std::pair<std::string, std::string>> options; ///< as they were given
};

/// The whole file. It needs nothing but itself, and says so to the browser.
[[nodiscard]] std::string html_of(const ReportPage &page);

} // namespace tessera::cli
