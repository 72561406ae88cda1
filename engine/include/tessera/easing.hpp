// How a motion speeds up and slows down.
#pragma once

#include <tessera/export.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace tessera {

/// A function of time 0 .. 1 that is 0 at 0 and 1 at 1, exactly; before and after it stays there.
/// It never falls, but for the families "back" and "elastic", which also leave 0 .. 1, and
/// "bounce".
/// Source: Penner 2002, "Programming Macromedia Flash MX", ch. 7, with amplitude 1, overshoot
/// 1.70158 (in both ways 1.525 times that) and period 0.3 (in both ways 0.45).
class TESSERA_API Easing {
  public:
    /// "linear", or "in-", "out-" or "in-out-" and a family, such as "in-out-cubic".
    /// Throws: Error{invalid_argument} that lists the names there are.
    [[nodiscard]] static Easing named(std::string_view name);

    [[nodiscard]] double operator()(double time) const noexcept;

  private:
    enum class Way { in, out, in_out };
    using Curve = double (*)(double);

    Easing(Curve curve, Way way) noexcept : curve_(curve), way_(way) {}

    Curve curve_; ///< as it sets in
    Way way_;
};

/// All of them.
[[nodiscard]] TESSERA_API std::vector<std::string> easing_names();

} // namespace tessera
