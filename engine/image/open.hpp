// Opening pictures of any format that libvips reads.
// Why: docs/decisions/truncated-pictures-are-always-found.md
#pragma once

#include "base/file_descriptor.hpp"
#include "image/scratch.hpp"

#include <tessera/digest.hpp>
#include <tessera/error.hpp>
#include <tessera/geometry.hpp>

#include <array>
#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <vips/vips8>

namespace tessera::internal {

/// A file that is being read. Opened once, so what was checked is what is decoded.
class PictureFile {
  public:
    /// Throws: Error{unreadable_image} for what is missing, can't be read, is no regular file, or
    /// is empty.
    explicit PictureFile(const std::string &path);

    [[nodiscard]] const std::string &path() const noexcept { return path_; }
    [[nodiscard]] std::uint64_t bytes() const noexcept { return bytes_; }
    [[nodiscard]] std::int64_t modified_ns() const noexcept { return modified_ns_; }
    [[nodiscard]] Digest digest() const; ///< reads the whole file

    /// The picture, its first page or frame; the header is read, pixels come when they are pulled.
    /// Truncated files are errors then. The name is never taken for loader options.
    [[nodiscard]] vips::VImage load(VipsAccess access) const { return load(access, 0, 1); }

    /// Some of its pages or frames from `first` on, one below the other. Files of one page have
    /// page 0.
    [[nodiscard]] vips::VImage load(VipsAccess access, int first, int count = 1) const;

    /// A new reader of the same file for libvips; some formats can only be loaded by name.
    [[nodiscard]] vips::VSource source() const;
    /// libvips' operation that does, for example "VipsForeignLoadPngSource"; or null.
    [[nodiscard]] const char *stream_loader() const;

    [[nodiscard]] bool is_jpeg() const noexcept; ///< by its first bytes

    /// The first bytes of the file, at most so many. Valid as long as `memory` isn't used again.
    [[nodiscard]] std::span<const std::uint8_t> read(std::uint64_t most,
                                                     Scratch<std::uint8_t> &memory) const;

  private:
    [[nodiscard]] const char *loader_by_name() const;

    std::string path_;
    FileDescriptor file_;
    std::array<std::uint8_t, 2> magic_{};
    std::uint64_t bytes_ = 0;
    std::int64_t modified_ns_ = 0;
};

/// An error about reading `path`: "cannot read '/photos/a.jpg': it is empty".
[[nodiscard]] Error unreadable(const std::string &path, const std::string &why,
                               std::string detail = {});

/// The picture in 8-bit sRGB, 3 bands: by its embedded profile where it has one that fits it, alpha
/// laid on `background`. Floating-point pictures are taken as libvips does: linear light, 0 .. 1.
[[nodiscard]] vips::VImage to_srgb(vips::VImage image, Rgb background);

/// Lower-case suffixes, with their dot, of all formats that libvips tells by their contents.
[[nodiscard]] const std::set<std::string> &picture_suffixes();

} // namespace tessera::internal
