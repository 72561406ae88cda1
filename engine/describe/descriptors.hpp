// The descriptors that Tessera has itself.
#pragma once

#include <tessera/descriptor.hpp>

#include <vector>

namespace tessera::internal {

/// Makers of the descriptors that engine/describe/CMakeLists.txt lists, in its order.
[[nodiscard]] std::vector<DescriptorMaker> built_in_descriptors();

} // namespace tessera::internal
