// The picture to be rebuilt.
#pragma once

#include <tessera/export.hpp>
#include <tessera/geometry.hpp>
#include <tessera/session.hpp>

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tessera {

/// Which light is averaged.
enum class Transfer {
    srgb,  ///< the sRGB values as they are
    linear ///< linear light, as a distant eye does; returned as sRGB values again
};

/// How a picture is averaged: into rows x columns parts, in that light.
struct Averaging {
    Grid parts{};
    Transfer transfer = Transfer::srgb;
};

/// A picture on disk, upright by EXIF and taken to 8-bit sRGB. Its pixels are read in one pass from
/// top to bottom, never held as a whole. A handle; thread-safe.
class TESSERA_API Source {
  public:
    /// Reads the header only. Transparent pixels are laid on `background`.
    /// Throws: Error{unreadable_image}.
    [[nodiscard]] static Source open(const std::string &path, Rgb background = {});

    [[nodiscard]] const std::string &path() const noexcept;
    [[nodiscard]] Size size() const noexcept; ///< upright, px

    /// Means of the parts of `area`, each a whole number of px: see split_evenly(). One pass over
    /// the pixels for all `wanted`. Returns for each rows x columns x 3 means, row-major, 0 .. 255.
    /// REQUIRES: area within size(). Progress counts px rows under `stage`.
    /// Throws: Error{unreadable_image} for damaged pixels; Error{cancelled}.
    [[nodiscard]] std::vector<std::vector<double>> area_averages(const Rect &area,
                                                                 std::span<const Averaging> wanted,
                                                                 const RunOptions &run,
                                                                 std::string_view stage) const;

  private:
    struct State;
    explicit Source(std::shared_ptr<const State> state);
    std::shared_ptr<const State> state_;
};

} // namespace tessera
