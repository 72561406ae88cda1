// Lines over axes, as SVG for a page that has plot.css in its style.
#pragma once

#include "markup/markup.hpp"

#include <string>
#include <vector>

namespace tessera::cli {
namespace markup = internal::markup;

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
[[nodiscard]] markup::Markup svg_of(const Plot &plot);

/// A line of that colour with its marker, as in the plots: for a legend.
[[nodiscard]] markup::Markup sample_of(int colour, bool dashed);

} // namespace tessera::cli
