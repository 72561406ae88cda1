// Parts of the page about a mosaic.
#pragma once

#include "cli/pages/report_page.hpp"

#include <string>
#include <string_view>

namespace tessera::cli {

struct FigureText {
    std::string alternative{};
    std::string below{}; ///< HTML
};

/// A picture in the mosaic's shape, whatever its own.
[[nodiscard]] std::string figure(const ReportPage &page, const EncodedImage &picture,
                                 const FigureText &text);
[[nodiscard]] std::string map_figure(const ReportPage &page, const CellMap &map,
                                     const FigureText &text);

[[nodiscard]] std::string photo_section(const ReportPage &page);
[[nodiscard]] std::string rule_section(const ReportPage &page); ///< what came of the rules
[[nodiscard]] std::string making_section(const ReportPage &page);

} // namespace tessera::cli
