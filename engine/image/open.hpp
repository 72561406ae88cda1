// Opening pictures of any format that libvips reads.
#pragma once

#include "base/file_descriptor.hpp"

#include <tessera/digest.hpp>
#include <tessera/error.hpp>
#include <tessera/geometry.hpp>

#include <cstdint>
#include <set>
#include <string>
#include <vector>
#include <vips/vips8>

namespace tessera {

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
    [[nodiscard]] bool has_stream_loader() const noexcept { return !stream_loader_.empty(); }

    [[nodiscard]] bool is_jpeg() const noexcept;

    /// All bytes of the file.
    [[nodiscard]] std::vector<std::uint8_t> contents() const;

  private:
    void find_loader();
    [[nodiscard]] const char *loader_by_name() const;

    std::string path_;
    std::string stream_loader_; ///< libvips' operation, for example "VipsForeignLoadJpegSource"
    FileDescriptor file_;
    std::uint64_t bytes_ = 0;
    std::int64_t modified_ns_ = 0;
};

/// An error about reading `path`: "cannot read '/photos/a.jpg': it is empty".
[[nodiscard]] Error unreadable(const std::string &path, const std::string &why,
                               std::string detail = {});

/// The picture in 8-bit sRGB, 3 bands: by its embedded profile where it has one that fits it, alpha
/// laid on `background`. Floating-point pictures are taken as libvips does: linear light, 0 .. 1.
[[nodiscard]] vips::VImage to_srgb(vips::VImage image, Rgb background);

/// Whether an embedded profile says that its colours are others than sRGB's, and can be used: not
/// where there is none, where it doesn't fit the picture, or where it changes nothing that shows.
[[nodiscard]] bool needs_profile(const vips::VImage &image);

/// Lower-case suffixes, with their dot, of all formats that libvips tells by their contents.
[[nodiscard]] const std::set<std::string> &picture_suffixes();

} // namespace tessera
