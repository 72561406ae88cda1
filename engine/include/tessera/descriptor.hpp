// What of a picture is compared: pixels to a feature vector.
#pragma once

#include <tessera/export.hpp>
#include <tessera/mosaic.hpp>

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tessera {

/// Turns a cell of a source, or a tile, into a vector of dim() numbers, so that a small squared
/// Euclidean distance means a good likeness. Immutable; every method is thread-safe.
class TESSERA_API Descriptor {
  public:
    virtual ~Descriptor();

    /// Stamped into plans; must change whenever the numbers do.
    [[nodiscard]] virtual std::string_view name() const noexcept = 0;
    [[nodiscard]] virtual std::string_view summary() const noexcept = 0;

    /// A cell is given as samples() x samples() area averages: 1, or parts_of_side.
    [[nodiscard]] virtual int samples() const noexcept = 0;

    /// At least 3: the first three numbers tell of the cell's mean colour and of nothing else.
    [[nodiscard]] virtual int dim() const noexcept = 0;

    /// averages: samples() x samples() x 3, row-major, mean sRGB values 0 .. 255.
    /// vector: dim() numbers, written. Doubles, since the nearest tile is promised exactly.
    virtual void describe(std::span<const double> averages, std::span<double> vector) const = 0;

    /// The vector of the same picture laid in another orientation.
    /// vector, turned: dim() numbers; not the same memory.
    virtual void turn(std::span<const double> vector, Orientation orientation,
                      std::span<double> turned) const = 0;
};

struct DescriptorOptions {
    /// Weight of a cell's details against that of its mean, 0 .. 1; 0 is its mean alone.
    double detail = 0.5;
};

/// Throws: Error{invalid_argument} that lists the names there are, or for an option out of range.
[[nodiscard]] TESSERA_API std::shared_ptr<const Descriptor>
make_descriptor(std::string_view name, const DescriptorOptions &options = {});

/// The default first.
[[nodiscard]] TESSERA_API std::vector<std::string> descriptor_names();

} // namespace tessera
