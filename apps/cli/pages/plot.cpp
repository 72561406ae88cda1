#include "cli/pages/plot.hpp"

#include "cli/pages/files.hpp"
#include "cli/pages/html.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <spdlog/fmt/fmt.h>
#include <utility>

namespace tessera::cli {
namespace files = internal::files;
using markup::Markup;
namespace {

const markup::Parts parts(files::plot_html);

// In units of the view box.
constexpr double width = 420, height = 300, left = 58, right = 14, top = 12, bottom = 42;
constexpr int most_ticks = 6;
constexpr int colours = 5;          // of the style sheet
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

/// A place in the view box.
std::string text(double place) { return fmt::format("{:.1f}", place); }

Markup frame(const Plot &plot, const Axes &axes) {
    constexpr double beside = 8, below = 17, baseline = 4, last = 6; // of labels
    Markup svg;
    for (const double tick : axes.y.ticks())
        svg += parts.fill("y-tick", {{"left", text(left)},
                                     {"right", text(width - right)},
                                     {"y", text(axes.y.at(tick))},
                                     {"text_x", text(left - beside)},
                                     {"text_y", text(axes.y.at(tick) + baseline)},
                                     {"label", plot.y_label(tick)}});
    for (const double tick : axes.x.ticks())
        svg += parts.fill("x-tick", {{"x", text(axes.x.at(tick))},
                                     {"top", text(top)},
                                     {"bottom", text(height - bottom)},
                                     {"text_y", text(height - bottom + below)},
                                     {"label", count_label(tick)}});
    svg += parts.fill("axes", {{"left", text(left)},
                               {"top", text(top)},
                               {"bottom", text(height - bottom)},
                               {"right", text(width - right)},
                               {"title_x", text((left + width - right) / 2)},
                               {"title_y", text(height - last)},
                               {"title", plot.x_title}});
    return svg;
}

/// A shape a colour, for those who can't tell the colours apart.
const char *shape_of(int colour) {
    constexpr std::array shapes = {
        "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0Z", "M-3.6 -3.6H3.6V3.6H-3.6Z", "M0 -4.8L4.6 3.4H-4.6Z",
        "M0 -5.2L5.2 0L0 5.2L-5.2 0Z",         "M0 4.8L4.6 -3.4H-4.6Z",
    };
    return shapes[static_cast<std::size_t>(colour) % shapes.size()];
}

const char *dashed_class(bool dashed) { return dashed ? " dashed" : ""; }

Markup line(const PlotSeries &series, const Axes &axes) {
    std::string points;
    Markup markers;
    for (const PlotPoint &point : series.points) {
        const std::string x = text(axes.x.at(point.x)), y = text(axes.y.at(point.y));
        points += fmt::format("{},{} ", x, y);
        markers += parts.fill(
            "marker",
            {{"x", x}, {"y", y}, {"shape", shape_of(series.colour)}, {"words", point.words}});
    }
    return parts.fill("series", {{"colour", series.colour % colours},
                                 {"dashed", dashed_class(series.dashed)},
                                 {"name", series.name},
                                 {"points", points},
                                 {"markers", markers}});
}

} // namespace

Markup svg_of(const Plot &plot) {
    const Axes axes = axes_of(plot);
    Markup content = frame(plot, axes);
    for (const PlotSeries &series : plot.series)
        content += line(series, axes);
    return parts.fill("plot", {{"width", fmt::format("{}", width)},
                               {"height", fmt::format("{}", height)},
                               {"words", plot.words},
                               {"content", content}});
}

Markup sample_of(int colour, bool dashed) {
    return parts.fill("sample", {{"colour", colour % colours},
                                 {"dashed", dashed_class(dashed)},
                                 {"shape", shape_of(colour)}});
}

} // namespace tessera::cli
