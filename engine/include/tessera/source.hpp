// The picture to be rebuilt.
#pragma once

#include <tessera/export.hpp>
#include <tessera/geometry.hpp>
#include <tessera/image_view.hpp>
#include <tessera/run.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tessera {

namespace internal {
struct SourcePicture;
}

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

/// Means of a line of parts as the picture is stored: of a row of the upright picture's parts, or,
/// if a quarter turn lies between them, of a column; in either direction.
struct PartLine {
    std::int64_t first = 0;          ///< row-major index of its first part in the upright grid
    std::int64_t step = 1;           ///< from one part's index to the next one's
    std::span<const double> means{}; ///< parts x 3, 0 .. 255; valid during the call
};

/// One averaging of a pass, and what takes its lines.
struct AveragingSink {
    Averaging averaging{};
    std::function<void(const PartLine &)> take{};
};

/// A picture on disk, upright by EXIF and taken to 8-bit sRGB, or one in memory. A file's pixels
/// are read in one pass from top to bottom, never held as a whole. A handle; thread-safe.
class TESSERA_API Source {
  public:
    /// Reads the header only. Transparent pixels are laid on `background`.
    /// Throws: Error{unreadable_image}.
    [[nodiscard]] static Source open(const std::string &path, Rgb background = {});

    /// A picture of the host's, upright as it is. Transparent pixels are laid on `background`.
    /// owner: keeps the pixels alive and unchanged for as long as the source needs them; where it
    /// is null, or where rows aren't packed, the source keeps a copy instead. name: stands for a
    /// path in errors and plans. Throws: Error{invalid_argument} for a shape that there isn't.
    [[nodiscard]] static Source from_pixels(const ImageView &pixels,
                                            std::shared_ptr<const void> owner = {},
                                            Rgb background = {}, std::string name = "pixels");

    /// Of the file, or the name of a picture in memory.
    [[nodiscard]] const std::string &path() const noexcept;
    [[nodiscard]] Size size() const noexcept; ///< upright, px
    [[nodiscard]] Rgb background() const noexcept;

    /// Hands over the means of the parts of `area`, each a whole number of px: see split_evenly().
    /// One pass over the pixels for all `wanted`; memory grows with a line of px and of parts, not
    /// with their number. Every line of parts comes once, as soon as its px were read, neighbours
    /// after each other; sinks are called from one thread at a time, though not the caller's.
    /// REQUIRES: area within size(). Progress counts stored px rows under `stage`.
    /// Throws: Error{unreadable_image} for damaged pixels; Error{cancelled}; what a sink throws.
    void stream_averages(const Rect &area, std::span<const AveragingSink> wanted,
                         const RunOptions &run, std::string_view stage) const;

    /// All of stream_averages(): for each of `wanted` rows x columns x 3 means, row-major.
    [[nodiscard]] std::vector<std::vector<double>> area_averages(const Rect &area,
                                                                 std::span<const Averaging> wanted,
                                                                 const RunOptions &run,
                                                                 std::string_view stage) const;

    /// Whether both are handles of the same opened picture.
    bool operator==(const Source &) const = default;

  private:
    friend struct internal::SourcePicture; // the engine's own way to the pixels
    struct State;
    explicit Source(std::shared_ptr<const State> state);
    std::shared_ptr<const State> state_;
};

} // namespace tessera
