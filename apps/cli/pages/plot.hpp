// Lines over axes, as SVG for a page: colours come from the page's style sheet.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tessera::cli {

struct PlotPoint {
    double x = 0, y = 0;
    std::string words{}; ///< shown where the mouse rests
};

struct PlotSeries {
    std::string name{};
    int colour = 0; ///< of the style sheet: line-0, line-1, ...
    bool dashed = false;
    std::vector<PlotPoint> points{};
};

enum class Scale { linear, log };

struct Plot {
    std::string words{}; ///< for those who can't see it
    std::string x_title{};
    Scale scale = Scale::linear;              ///< of both axes
    std::string (*y_label)(double) = nullptr; ///< what a value of the y axis is called
    std::vector<PlotSeries> series{};
};

/// An <svg> element. REQUIRES: values are positive; there is a point.
[[nodiscard]] std::string svg_of(const Plot &plot);

/// A line of that colour with its marker, as in the plots: for a legend.
[[nodiscard]] std::string sample_of(int colour, bool dashed);

[[nodiscard]] std::string_view plot_style();

} // namespace tessera::cli
