// What of a picture is compared: pixels to a feature vector.
#pragma once

#include <tessera/export.hpp>
#include <tessera/orientation.hpp>

#include <functional>
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
    /// Neither this nor turn() may throw.
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

/// The default first, registered ones last.
[[nodiscard]] TESSERA_API std::vector<std::string> descriptor_names();

/// Makes one of the host's own, always of the same name; called from any thread, at any time.
using DescriptorMaker = std::function<std::shared_ptr<const Descriptor>(const DescriptorOptions &)>;

/// Adds a descriptor of the host's under the name that it gives itself, for the rest of the
/// program: MatchOptions::descriptor may then be that name. Libraries hold all that it is given, so
/// they need not be built again. Thread-safe.
/// Throws: Error{invalid_argument} where the name is empty or there is one of that name, or it has
/// a number of samples or dimensions that it can't have.
TESSERA_API void register_descriptor(DescriptorMaker make);

} // namespace tessera
