// Pictures and folders that tests make for themselves.
#pragma once

#include <tessera/library.hpp>
#include <tessera/tile_store.hpp>

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>
#include <vips/vips8>

namespace tessera::test {

/// An empty folder, removed at the end.
class TemporaryFolder {
  public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder &) = delete;
    TemporaryFolder &operator=(const TemporaryFolder &) = delete;

    [[nodiscard]] std::string path(const std::string &name = "") const;

    /// All that lies in it, hidden files too, relative paths, sorted.
    [[nodiscard]] std::vector<std::string> listing() const;

  private:
    std::filesystem::path folder_;
};

/// Random pixels of a fixed seed, height x width x bands, 8-bit sRGB (or grey for one band).
[[nodiscard]] vips::VImage noise(int width, int height, unsigned seed, int bands = 3);

/// A smooth picture whose corners all differ.
[[nodiscard]] vips::VImage gradient(int width, int height);

/// The picture as a camera held differently would have stored it. orientation: of EXIF, 1 .. 8; the
/// tag itself isn't set.
[[nodiscard]] vips::VImage stored_as(const vips::VImage &upright, int orientation);

[[nodiscard]] vips::VImage solid(int width, int height, std::array<int, 3> colour);

/// Pixels, row-major.
[[nodiscard]] std::vector<std::uint8_t> pixels_of(const vips::VImage &image);

[[nodiscard]] double psnr(const vips::VImage &a, const vips::VImage &b);

/// Writes `count` distinct pictures 000.png ... below the folder and returns the folder's path.
std::string make_photos(const TemporaryFolder &folder, const std::string &name, int count,
                        int width = 40, int height = 30);

/// A library of `count` photos, with tiles of that shape.
[[nodiscard]] TileLibrary make_library(const TemporaryFolder &folder, int count, TileShape tile,
                                       const std::string &name = "photos.tiles");

[[nodiscard]] std::string read_file(const std::string &path);
void write_file(const std::string &path, const std::string &bytes);

} // namespace tessera::test
