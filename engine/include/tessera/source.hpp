// The source: the picture that a mosaic rebuilds.
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

/// The scale on which pixels are averaged.
enum class Transfer {
    srgb,  ///< sRGB values as they are
    linear ///< linear light, as an eye averages from afar; the means are sRGB values again
};

/// How a picture is averaged: into rows x columns parts, on that scale.
struct Averaging {
    Grid parts{};
    Transfer transfer = Transfer::srgb;
};

/// The means of a line of parts, in the order in which the picture is stored. The line is a row of
/// the upright picture's parts, or a column if the stored picture is turned by a quarter. It may
/// run in either direction.
struct PartLine {
    std::int64_t first = 0;          ///< row-major index of the first part in the upright grid
    std::int64_t step = 1;           ///< from the index of one part to that of the next
    std::span<const double> means{}; ///< parts x 3, 0 .. 255; valid during the call
};

/// One averaging, and the function that takes its lines.
struct AveragingSink {
    Averaging averaging{};
    std::function<void(const PartLine &)> take{};
};

/// The picture that a mosaic rebuilds. It is a file, turned upright by EXIF and converted to 8-bit
/// sRGB, or a picture in memory. A file's pixels are read in one pass from top to bottom and are
/// never in memory as a whole. A Source is a handle; it is thread-safe.
class TESSERA_API Source {
  public:
    /// Opens a picture file. Only the header is read. Transparent pixels are laid on `background`.
    /// Throws: Error{unreadable_image}.
    [[nodiscard]] static Source open(const std::string &path, Rgb background = {});

    /// Makes a source of the host's own pixels, which are upright already. Transparent pixels are
    /// laid on `background`.
    /// owner: keeps the pixels alive and unchanged as long as the source needs them. If it is null,
    /// or if rows aren't packed, the source keeps a copy.
    /// name: stands for a path in errors and plans.
    /// Throws: Error{invalid_argument} for an invalid shape.
    [[nodiscard]] static Source from_pixels(const ImageView &pixels,
                                            std::shared_ptr<const void> owner = {},
                                            Rgb background = {}, std::string name = "pixels");

    /// Returns the path of the file, or the name of a picture in memory.
    [[nodiscard]] const std::string &path() const noexcept;
    [[nodiscard]] Size size() const noexcept; ///< upright, px
    /// Returns the colour behind transparent pixels.
    [[nodiscard]] Rgb background() const noexcept;

    /// Computes the means of the parts of `area` and hands them to the sinks. Parts have whole px:
    /// see split_evenly(). One pass over the pixels serves all of `wanted`. Memory grows with a
    /// line of px and a line of parts, not with their number.
    /// Each line of parts comes once, as soon as its px have been read. Neighbouring lines follow
    /// each other. Sinks are called from one thread at a time, though not from the caller's.
    /// REQUIRES: `area` lies within size().
    /// Progress: `stage`, px rows of the stored picture.
    /// Throws: Error{unreadable_image} for damaged pixels; Error{cancelled}; anything that a sink
    /// throws.
    void stream_averages(const Rect &area, std::span<const AveragingSink> wanted,
                         const RunOptions &run, std::string_view stage) const;

    /// Returns all means of stream_averages(): for each of `wanted`, rows x columns x 3 means,
    /// row-major.
    [[nodiscard]] std::vector<std::vector<double>> area_averages(const Rect &area,
                                                                 std::span<const Averaging> wanted,
                                                                 const RunOptions &run,
                                                                 std::string_view stage) const;

    /// Returns true if both are handles of the same opened picture.
    bool operator==(const Source &) const = default;

  private:
    friend struct internal::SourcePicture; // the engine's own way to the pixels
    struct State;
    explicit Source(std::shared_ptr<const State> state);
    std::shared_ptr<const State> state_;
};

} // namespace tessera
