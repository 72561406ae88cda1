// The writers there are; registry.cpp lists them.
#pragma once

#include <tessera/writer.hpp>

namespace tessera {

/// Every format that libvips saves, drawn through the canvas.
[[nodiscard]] const Writer &canvas_writer();

} // namespace tessera
