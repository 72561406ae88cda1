// mean-lab: the mean colour of the whole tile or cell.

#include "describe/mean.hpp"
#include "image/colour/lab.hpp"

#include <algorithm>
#include <memory>

namespace tessera::internal {
namespace {

class MeanLab final : public MeanDescriptor {
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

std::shared_ptr<const Descriptor> mean_lab_descriptor(const DescriptorOptions &) {
    return std::make_shared<MeanLab>();
}

} // namespace tessera::internal
