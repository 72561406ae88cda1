#include <tessera/animation.hpp>

#include <tessera/error.hpp>

#include <array>
#include <cmath>
#include <numbers>
#include <spdlog/fmt/fmt.h>

namespace tessera {
namespace {

constexpr double pi = std::numbers::pi;
constexpr double overshoot = 1.70158;

template <int Power> double power(double t) {
    double product = t;
    for (int i = 1; i < Power; ++i)
        product *= t;
    return product;
}

double sine(double t) { return 1 - std::cos(t * pi / 2); }
double exponential(double t) { return std::exp2(10 * (t - 1)); }
double circular(double t) { return 1 - std::sqrt(1 - t * t); }

double back_by(double t, double by) { return t * t * ((by + 1) * t - by); }
double back(double t) { return back_by(t, overshoot); }
double back_both(double t) { return back_by(t, overshoot * 1.525); }

double elastic_of(double t, double period) {
    return -std::exp2(10 * (t - 1)) * std::sin((t - 1 - period / 4) * 2 * pi / period);
}
double elastic(double t) { return elastic_of(t, 0.3); }
double elastic_both(double t) { return elastic_of(t, 0.45); }

/// Four parabolas, each a quarter as high as the one before; from the last to the first.
double bounce(double t) {
    constexpr double steepness = 7.5625, parts = 2.75;
    const double left = (1 - t) * parts;
    const double middle = left < 1 ? 0 : left < 2 ? 1.5 : left < 2.5 ? 2.25 : 2.625;
    const double height = left < 1 ? 0 : left < 2 ? 0.75 : left < 2.5 ? 0.9375 : 0.984375;
    const double x = (left - middle) / parts;
    return 1 - (steepness * x * x + height);
}

struct Family {
    std::string_view name;
    double (*in)(double);
    double (*in_of_both)(double); ///< the first half of in-out
};

constexpr std::array<Family, 10> families = {{{"quad", power<2>, power<2>},
                                              {"cubic", power<3>, power<3>},
                                              {"quart", power<4>, power<4>},
                                              {"quint", power<5>, power<5>},
                                              {"sine", sine, sine},
                                              {"expo", exponential, exponential},
                                              {"circ", circular, circular},
                                              {"back", back, back_both},
                                              {"elastic", elastic, elastic_both},
                                              {"bounce", bounce, bounce}}};

} // namespace

Easing Easing::named(std::string_view name) {
    if (name == "linear")
        return {power<1>, Way::in};
    for (const Family &family : families) {
        if (!name.ends_with(family.name))
            continue;
        const std::string_view way = name.substr(0, name.size() - family.name.size());
        if (way == "in-")
            return {family.in, Way::in};
        if (way == "out-")
            return {family.in, Way::out};
        if (way == "in-out-")
            return {family.in_of_both, Way::in_out};
    }
    throw Error(ErrorCode::invalid_argument, fmt::format("no easing is named '{}'; there are {}",
                                                         name, fmt::join(easing_names(), ", ")));
}

double Easing::operator()(double time) const noexcept {
    if (!(time > 0)) // not a number, too
        return 0;
    if (time >= 1)
        return 1;
    if (way_ == Way::in)
        return curve_(time);
    if (way_ == Way::out)
        return 1 - curve_(1 - time);
    return time < 0.5 ? curve_(2 * time) / 2 : 1 - curve_(2 - 2 * time) / 2;
}

std::vector<std::string> easing_names() {
    std::vector<std::string> names{"linear"};
    for (const Family &family : families)
        for (const std::string_view way : {"in-", "out-", "in-out-"})
            names.push_back(std::string(way) + std::string(family.name));
    return names;
}

} // namespace tessera
