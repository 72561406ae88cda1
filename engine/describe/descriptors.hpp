// The descriptors there are; registry.cpp lists them.
#pragma once

#include <tessera/descriptor.hpp>

#include <memory>

namespace tessera::internal {

[[nodiscard]] std::shared_ptr<const Descriptor> make_grid_lab(const DescriptorOptions &options);
[[nodiscard]] std::shared_ptr<const Descriptor> make_mean_lab(const DescriptorOptions &options);
[[nodiscard]] std::shared_ptr<const Descriptor> make_mean_rgb(const DescriptorOptions &options);

} // namespace tessera::internal
