// Targets: where an output goes.
#pragma once

#include <tessera/export.hpp>

#include <string>

namespace tessera {

/// The place where an output goes: a path, which may be followed by options of the format in
/// brackets. Calls that take a Target also take a text: write(mosaic, "wall.tif[compression=lzw]").
struct Target {
    std::string path{};
    std::string options{}; ///< without the brackets; empty if there are none

    /// Makes a target without a path.
    Target() = default;
    /// Splits a text into path and options.
    TESSERA_API Target(const std::string &text);
    /// Splits a text into path and options.
    TESSERA_API Target(const char *text);
    /// Makes a target of a path and options that are already separate. Brackets in the path are
    /// part of it.
    TESSERA_API Target(std::string path, std::string options);

    /// Returns the lower-case suffix of the path with its dot: ".tif". Empty if there is none.
    [[nodiscard]] TESSERA_API std::string suffix() const;
};

} // namespace tessera
