// What of a picture is compared: pixels to a feature vector.
#pragma once

#include <tessera/export.hpp>

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tessera {

/// Turns a cell of a source, or a tile, into a vector of dim() numbers, so that a small squared
/// Euclidean distance means a good likeness. Stateless; every method is thread-safe.
class TESSERA_API Descriptor {
  public:
    virtual ~Descriptor();

    /// Stamped into libraries and plans; must change whenever the numbers do.
    [[nodiscard]] virtual std::string_view name() const noexcept = 0;
    [[nodiscard]] virtual std::string_view summary() const noexcept = 0;

    /// A cell is given as samples() x samples() area averages.
    [[nodiscard]] virtual int samples() const noexcept = 0;
    [[nodiscard]] virtual int dim() const noexcept = 0;

    /// averages: samples() x samples() x 3, row-major, mean sRGB values 0 .. 255.
    /// vector: dim() numbers, written. Doubles, since the nearest tile is promised exactly.
    virtual void describe(std::span<const double> averages, std::span<double> vector) const = 0;
};

/// Throws: Error{invalid_argument} that lists the names there are. The descriptor lives for ever.
[[nodiscard]] TESSERA_API const Descriptor &find_descriptor(std::string_view name);

[[nodiscard]] TESSERA_API std::vector<std::string> descriptor_names();

} // namespace tessera
