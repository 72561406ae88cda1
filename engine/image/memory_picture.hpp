// A picture of the host's that lies in memory.
#pragma once

#include <tessera/source.hpp>

#include <memory>
#include <string>
#include <vips/vips8>

namespace tessera::internal {

/// What PictureFile is for files. Immutable; thread-safe.
class MemoryPicture {
  public:
    /// As Source::from_pixels().
    MemoryPicture(const ImageView &pixels, std::shared_ptr<const void> owner, std::string name);

    [[nodiscard]] const std::string &path() const noexcept { return name_; }

    /// REQUIRES: the MemoryPicture outlives the pulling of pixels.
    [[nodiscard]] vips::VImage load(VipsAccess access) const;

  private:
    ImageView pixels_; ///< packed
    std::shared_ptr<const void> owner_;
    std::string name_;
};

} // namespace tessera::internal
