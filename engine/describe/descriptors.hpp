// The descriptors there are; registry.cpp lists them.
#pragma once

#include <tessera/descriptor.hpp>

namespace tessera {

[[nodiscard]] const Descriptor &mean_rgb();

} // namespace tessera
