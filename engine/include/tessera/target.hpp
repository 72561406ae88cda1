// Where an output goes.
#pragma once

#include <tessera/export.hpp>

#include <string>

namespace tessera {

/// Where a mosaic goes: a path, which may be followed by options of the format in brackets. Every
/// call that takes a Target takes such a text: write(mosaic, "wall.tif[compression=lzw]").
struct Target {
    std::string path{};
    std::string options{}; ///< without the brackets; empty if there are none

    Target() = default;
    TESSERA_API Target(const std::string &text);
    TESSERA_API Target(const char *text);
    /// A path and options that are apart already: nothing in the path is a bracket of options.
    TESSERA_API Target(std::string path, std::string options);

    /// Lower-case suffix of the path with its dot, for example ".tif"; empty if there is none.
    [[nodiscard]] TESSERA_API std::string suffix() const;
};

} // namespace tessera
