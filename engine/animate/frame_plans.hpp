// The plans of a film's frames, kept in a folder, so that a render that was stopped can go on.
#pragma once

#include <tessera/library.hpp>
#include <tessera/mosaic.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace tessera::internal {

/// Not thread-safe.
class FramePlans {
  public:
    /// what: a text that differs where other plans would be made; kept in the folder, which is made
    /// where there is none. Throws: Error{invalid_argument} where plans of something else are in
    /// it, or anything else; Error{write_failed}.
    FramePlans(std::string folder, const std::string &what, TileLibrary library);

    /// The frame's plan, if it is there and whole.
    [[nodiscard]] std::optional<Mosaic> load(std::uint64_t frame) const;

    /// Throws: Error{write_failed}.
    void save(std::uint64_t frame, const Mosaic &mosaic) const;

  private:
    [[nodiscard]] std::string path_of(std::uint64_t frame) const;

    std::string folder_;
    TileLibrary library_;
};

} // namespace tessera::internal
