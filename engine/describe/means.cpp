// mean-rgb and mean-lab: the mean colour of the whole tile or cell.

#include "describe/descriptors.hpp"
#include "image/colour/lab.hpp"

#include <algorithm>

namespace tessera::internal {
namespace {

/// Looks the same however it is laid.
class Mean : public Descriptor {
  public:
    [[nodiscard]] int samples() const noexcept override { return 1; }
    [[nodiscard]] int dim() const noexcept override { return 3; }

    void turn(std::span<const double> vector, Orientation,
              std::span<double> turned) const override {
        std::ranges::copy(vector, turned.begin());
    }
};

class MeanRgb final : public Mean {
  public:
    [[nodiscard]] std::string_view name() const noexcept override { return "mean-rgb"; }
    [[nodiscard]] std::string_view summary() const noexcept override {
        return "mean red, green and blue of the cell";
    }
    void describe(std::span<const double> averages, std::span<double> vector) const override {
        std::ranges::copy(averages, vector.begin());
    }
};

class MeanLab final : public Mean {
  public:
    [[nodiscard]] std::string_view name() const noexcept override { return "mean-lab"; }
    [[nodiscard]] std::string_view summary() const noexcept override {
        return "mean colour of the cell, in CIELAB";
    }
    void describe(std::span<const double> averages, std::span<double> vector) const override {
        std::ranges::copy(to_lab(averages.data()), vector.begin());
    }
};

} // namespace

std::shared_ptr<const Descriptor> make_mean_rgb(const DescriptorOptions &) {
    return std::make_shared<MeanRgb>();
}

std::shared_ptr<const Descriptor> make_mean_lab(const DescriptorOptions &) {
    return std::make_shared<MeanLab>();
}

} // namespace tessera::internal
