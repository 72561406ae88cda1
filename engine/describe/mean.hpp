// What descriptors of a cell's mean share.
#pragma once

#include <tessera/descriptor.hpp>

#include <algorithm>

namespace tessera::internal {

/// Three numbers made of the mean colour, which is the same however a tile is laid.
class MeanDescriptor : public Descriptor {
  public:
    [[nodiscard]] int samples() const noexcept override { return 1; }
    [[nodiscard]] int dim() const noexcept override { return 3; }

    void turn(std::span<const double> vector, Orientation,
              std::span<double> turned) const override {
        std::ranges::copy(vector, turned.begin());
    }
};

} // namespace tessera::internal
