// Descriptors: they turn pixels into the feature vectors that a match compares.
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

/// Turns a cell of a source, or a tile, into a vector of dim() numbers. A small squared Euclidean
/// distance between two vectors means that the two pictures look alike. Immutable; all methods are
/// thread-safe.
class TESSERA_API Descriptor {
  public:
    virtual ~Descriptor();

    /// Returns the name that plans record. It must change whenever the numbers change.
    [[nodiscard]] virtual std::string_view name() const noexcept = 0;
    /// Returns a sentence that says what is compared.
    [[nodiscard]] virtual std::string_view summary() const noexcept = 0;

    /// Returns how finely a cell is sampled: it is given as samples() x samples() area averages.
    /// Either 1 or parts_of_side.
    [[nodiscard]] virtual int samples() const noexcept = 0;

    /// Returns the length of a vector, at least 3. The first three numbers depend on the cell's
    /// mean colour and on nothing else.
    [[nodiscard]] virtual int dim() const noexcept = 0;

    /// Computes the vector of a cell. Must not throw.
    /// averages: samples() x samples() x 3, row-major, mean sRGB values 0 .. 255.
    /// vector: dim() numbers, overwritten. They are doubles because the match finds the exact
    /// nearest tile.
    virtual void describe(std::span<const double> averages, std::span<double> vector) const = 0;

    /// Computes the vector of the same picture in another orientation. Must not throw.
    /// vector, turned: dim() numbers each; they must not share memory.
    virtual void turn(std::span<const double> vector, Orientation orientation,
                      std::span<double> turned) const = 0;
};

/// The options of all descriptors.
struct DescriptorOptions {
    /// Weight of a cell's details against its mean colour, 0 .. 1. With 0 only the mean counts.
    double detail = 0.5;
};

/// Makes the descriptor of that name.
/// Throws: Error{invalid_argument} for an unknown name, with a list of all names, and for an option
/// out of range.
[[nodiscard]] TESSERA_API std::shared_ptr<const Descriptor>
make_descriptor(std::string_view name, const DescriptorOptions &options = {});

/// Returns the names of all descriptors: the default first, registered ones last.
[[nodiscard]] TESSERA_API std::vector<std::string> descriptor_names();

/// Makes a descriptor of the host's own. The name must be the same each time. It may be called from
/// any thread at any time.
using DescriptorMaker = std::function<std::shared_ptr<const Descriptor>(const DescriptorOptions &)>;

/// Adds a descriptor of the host's own until the program ends. MatchOptions::descriptor may then be
/// the name that the descriptor gives itself. Libraries needn't be built again: they already hold
/// everything that a descriptor reads. Thread-safe.
/// Throws: Error{invalid_argument} if the name is empty or already taken, or if samples() or dim()
/// is out of range.
TESSERA_API void register_descriptor(DescriptorMaker make);

} // namespace tessera
