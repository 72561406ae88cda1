// A canvas in parts: px rows as they are, height x width x bands.
#pragma once

#include "write/parts/output.hpp"
#include "write/parts/parts.hpp"

#include <cstdint>
#include <vector>
#include <vips/vips8>

namespace tessera::internal {

/// Progress: stage "write", px rows. Throws: Error{write_failed}; Error{cancelled}.
void write_canvas_part(const PartWork &work, PartOutput &part);

/// The canvas that parts make up, read where libvips asks for it.
class JoinedCanvas {
  public:
    /// REQUIRES: the parts are whole, and outlive it. Throws: Error{parts_unfit}.
    explicit JoinedCanvas(const Parts &parts);
    JoinedCanvas(const JoinedCanvas &) = delete;
    JoinedCanvas &operator=(const JoinedCanvas &) = delete;

    /// REQUIRES: this outlives it.
    [[nodiscard]] const vips::VImage &image() const noexcept { return image_; }

  private:
    static int draw(VipsRegion *out, void *, void *self, void *, gboolean *);
    void read_row(int y, int left, std::span<std::uint8_t> px) const;

    const Parts &parts_;
    std::vector<std::uint64_t> ends_; ///< px rows that each part ends with
    std::uint64_t bands_, row_bytes_;
    vips::VImage image_;
};

} // namespace tessera::internal
