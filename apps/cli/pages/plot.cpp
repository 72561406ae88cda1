#include "cli/pages/plot.hpp"

#include "cli/pages/html.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <spdlog/fmt/fmt.h>
#include <utility>

namespace tessera::cli {
namespace {

// In units of the view box.
constexpr double width = 420, height = 300, left = 58, right = 14, top = 12, bottom = 42;
constexpr int most_ticks = 6;
constexpr double few_decades = 2.5; // of a log axis: ticks between them
constexpr double log_margin = 0.08; // of a decade, on both sides of the values

/// The least of 1, 2, 5, 10, 20, ... (and their tenths) that cuts a range into few parts.
double step_for(double range) {
    const double decade = std::pow(10, std::floor(std::log10(range / most_ticks)));
    for (const double factor : {1, 2, 5})
        if (range / (factor * decade) <= most_ticks)
            return factor * decade;
    return 10 * decade;
}

/// Maps values to places along one side of the plot.
class Axis {
  public:
    Axis(Scale scale, double least, double most, std::pair<double, double> place)
        : scale_(scale), place_(place) {
        if (scale == Scale::log) {
            first_ = std::log10(least) - log_margin;
            last_ = std::log10(most) + log_margin;
            widen_to_decade();
        } else {
            first_ = 0;
            const double step = step_for(most);
            last_ = std::ceil(most / step * (1 - 1e-9)) * step;
        }
    }

    [[nodiscard]] double at(double value) const {
        const double position = scale_ == Scale::log ? std::log10(value) : value;
        return place_.first +
               (position - first_) / (last_ - first_) * (place_.second - place_.first);
    }

    [[nodiscard]] std::vector<double> ticks() const {
        std::vector<double> values;
        if (scale_ == Scale::linear) {
            const double step = step_for(last_);
            for (int i = 0; i * step <= last_ * (1 + 1e-9); ++i)
                values.push_back(i * step);
            return values;
        }
        const int low = static_cast<int>(std::floor(first_)),
                  high = static_cast<int>(std::floor(last_)), step = (high - low) / most_ticks + 1;
        for (int power = low; power <= high; power += step)
            for (const int factor : {1, 2, 5})
                if (const double value = factor * std::pow(10, power);
                    (factor == 1 || last_ - first_ < few_decades) && shows(value))
                    values.push_back(value);
        return values;
    }

  private:
    [[nodiscard]] bool shows(double value) const {
        return std::log10(value) >= first_ && std::log10(value) <= last_;
    }

    /// Values of one order of magnitude, or a single one: at least a whole decade is shown.
    void widen_to_decade() {
        if (last_ - first_ >= 1 + 2 * log_margin)
            return;
        first_ = std::floor(first_ + log_margin) - log_margin;
        last_ = std::max(first_ + 1 + 2 * log_margin, std::ceil(last_ - log_margin) + log_margin);
    }

    Scale scale_;
    std::pair<double, double> place_;
    double first_ = 0, last_ = 1; ///< of log10(value) on a log axis
};

struct Axes {
    Axis x, y;
};

Axes axes_of(const Plot &plot) {
    const PlotPoint &any = plot.series.front().points.front();
    PlotPoint least = any, most = any;
    for (const PlotSeries &series : plot.series)
        for (const PlotPoint &point : series.points) {
            least.x = std::min(least.x, point.x);
            least.y = std::min(least.y, point.y);
            most.x = std::max(most.x, point.x);
            most.y = std::max(most.y, point.y);
        }
    return {{plot.scale, least.x, most.x, {left, width - right}},
            {plot.scale, least.y, most.y, {height - bottom, top}}};
}

/// "1", "200", "10k", "2.5M"
std::string count_label(double value) {
    if (value >= 1e6)
        return fmt::format("{:g}M", value / 1e6);
    return value >= 1e4 ? fmt::format("{:g}k", value / 1e3) : fmt::format("{:g}", value);
}

std::string frame(const Plot &plot, const Axes &axes) {
    std::string svg;
    for (const double tick : axes.y.ticks())
        svg += fmt::format("<line class=\"grid\" x1=\"{0}\" x2=\"{1}\" y1=\"{2:.1f}\" "
                           "y2=\"{2:.1f}\" /><text class=\"tick\" x=\"{3}\" y=\"{4:.1f}\" "
                           "text-anchor=\"end\">{5}</text>",
                           left, width - right, axes.y.at(tick), left - 8, axes.y.at(tick) + 4,
                           escaped(plot.y_label(tick)));
    for (const double tick : axes.x.ticks())
        svg += fmt::format("<line class=\"grid\" x1=\"{0:.1f}\" x2=\"{0:.1f}\" y1=\"{1}\" "
                           "y2=\"{2}\" /><text class=\"tick\" x=\"{0:.1f}\" y=\"{3}\" "
                           "text-anchor=\"middle\">{4}</text>",
                           axes.x.at(tick), top, height - bottom, height - bottom + 17,
                           count_label(tick));
    svg += fmt::format("<path class=\"axis\" d=\"M{0} {1}V{2}H{3}\" />", left, top, height - bottom,
                       width - right);
    return svg + fmt::format("<text class=\"title\" x=\"{}\" y=\"{}\" text-anchor=\"middle\">{}"
                             "</text>",
                             (left + width - right) / 2, height - 6, escaped(plot.x_title));
}

/// A shape a colour, for those who can't tell the colours apart.
std::string marker(int colour, double x, double y, const std::string &words) {
    constexpr std::array shapes = {
        "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0Z", "M-3.6 -3.6H3.6V3.6H-3.6Z", "M0 -4.8L4.6 3.4H-4.6Z",
        "M0 -5.2L5.2 0L0 5.2L-5.2 0Z",         "M0 4.8L4.6 -3.4H-4.6Z",
    };
    return fmt::format("<path class=\"marker\" transform=\"translate({:.1f} {:.1f})\" d=\"{}\">{}"
                       "</path>",
                       x, y, shapes[static_cast<std::size_t>(colour) % shapes.size()],
                       words.empty() ? "" : "<title>" + escaped(words) + "</title>");
}

std::string group(int colour, bool dashed, const std::string &name, const std::string &content) {
    return fmt::format(
        "<g class=\"series line-{}{}\"{}>{}</g>", colour % 5, dashed ? " dashed" : "",
        name.empty() ? "" : fmt::format(" data-name=\"{}\"", escaped(name)), content);
}

std::string line(const PlotSeries &series, const Axes &axes) {
    std::string points, markers;
    for (const PlotPoint &point : series.points) {
        const double x = axes.x.at(point.x), y = axes.y.at(point.y);
        points += fmt::format("{:.1f},{:.1f} ", x, y);
        markers += marker(series.colour, x, y, point.words);
    }
    return group(series.colour, series.dashed, series.name,
                 fmt::format("<polyline points=\"{}\" />{}", points, markers));
}

} // namespace

std::string svg_of(const Plot &plot) {
    const Axes axes = axes_of(plot);
    std::string svg =
        fmt::format("<svg class=\"plot\" viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{}\">",
                    width, height, escaped(plot.words));
    svg += frame(plot, axes);
    for (const PlotSeries &series : plot.series)
        svg += line(series, axes);
    return svg + "</svg>\n";
}

std::string sample_of(int colour, bool dashed) {
    return "<svg class=\"sample\" viewBox=\"0 0 36 14\" width=\"36\" height=\"14\" "
           "aria-hidden=\"true\">" +
           group(colour, dashed, "",
                 "<polyline points=\"1,7 35,7\" />" + marker(colour, 18, 7, "")) +
           "</svg>";
}

std::string_view plot_style() {
    return R"css(
:root { --line-0: #1a62c4; --line-1: #b5400b; --line-2: #0b7a64; --line-3: #7a3bd0; --line-4: #8a6100; }
@media (prefers-color-scheme: dark) {
  :root { --line-0: #79b0ff; --line-1: #ff9d66; --line-2: #43d0ae; --line-3: #c3a3ff; --line-4: #e6bd4a; }
}
.plot { display: block; width: 100%; height: auto; overflow: visible; }
.plot text { fill: var(--quiet); font-size: 12px; font-family: inherit; }
.plot .grid { stroke: var(--line); stroke-width: 1; }
.plot .axis { stroke: var(--quiet); stroke-width: 1; fill: none; }
.series polyline { fill: none; stroke: currentColor; stroke-width: 2; stroke-linejoin: round; }
.series.dashed polyline { stroke-dasharray: 5 4; stroke-width: 1.6; }
.series .marker { fill: currentColor; stroke: var(--paper); stroke-width: 1.2; }
.series.dashed .marker { fill: var(--paper); stroke: currentColor; stroke-width: 1.6; }
.line-0 { color: var(--line-0); } .line-1 { color: var(--line-1); } .line-2 { color: var(--line-2); }
.line-3 { color: var(--line-3); } .line-4 { color: var(--line-4); }
.keys { display: flex; flex-wrap: wrap; gap: .2rem 1.5rem; margin: .6rem 0 0; padding: 0; list-style: none; font-size: .875rem; }
.keys li { display: flex; align-items: center; gap: .5rem; white-space: nowrap; }
)css";
}

} // namespace tessera::cli
