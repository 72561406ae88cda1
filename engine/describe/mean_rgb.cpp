// mean-rgb: the mean colour of the whole tile or cell.

#include "describe/mean.hpp"

#include <algorithm>
#include <memory>

namespace tessera::internal {
namespace {

class MeanRgb final : public MeanDescriptor {
  public:
    [[nodiscard]] std::string_view name() const noexcept override { return "mean-rgb"; }
    [[nodiscard]] std::string_view summary() const noexcept override {
        return "mean red, green and blue of the cell";
    }
    void describe(std::span<const double> averages, std::span<double> vector) const override {
        std::ranges::copy(averages, vector.begin());
    }
};

} // namespace

std::shared_ptr<const Descriptor> mean_rgb_descriptor(const DescriptorOptions &) {
    return std::make_shared<MeanRgb>();
}

} // namespace tessera::internal
