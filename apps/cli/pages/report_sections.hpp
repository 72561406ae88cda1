// Parts of the page about a mosaic.
#pragma once

#include "cli/pages/report_page.hpp"
#include "markup/markup.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tessera::cli {
namespace markup = internal::markup;

/// A map in the mosaic's shape, whatever its own, with its legend.
/// alt: what it shows, in words. ticks: labels of the legend.
[[nodiscard]] markup::Markup map_figure(const ReportPage &page, const CellMap &map,
                                        std::string_view alt,
                                        const std::vector<std::string> &ticks);

[[nodiscard]] markup::Markup photo_section(const ReportPage &page);
[[nodiscard]] markup::Markup rule_section(const ReportPage &page); ///< what came of the rules
[[nodiscard]] markup::Markup making_section(const ReportPage &page);

} // namespace tessera::cli
