// mean-rgb: the mean red, green and blue of the whole tile or cell, in sRGB values.

#include "describe/descriptors.hpp"

#include <algorithm>

namespace tessera {
namespace {

class MeanRgb final : public Descriptor {
  public:
    [[nodiscard]] std::string_view name() const noexcept override { return "mean-rgb"; }
    [[nodiscard]] std::string_view summary() const noexcept override {
        return "mean red, green and blue of the cell";
    }
    [[nodiscard]] int samples() const noexcept override { return 1; }
    [[nodiscard]] int dim() const noexcept override { return 3; }

    void describe(std::span<const double> averages, std::span<double> vector) const override {
        std::copy(averages.begin(), averages.end(), vector.begin());
    }
};

} // namespace

const Descriptor &mean_rgb() {
    static const MeanRgb descriptor;
    return descriptor;
}

} // namespace tessera
