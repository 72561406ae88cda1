#include "support/images.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <memory>
#include <random>

namespace tessera::test {
namespace fs = std::filesystem;
using vips::VImage;

TemporaryFolder::TemporaryFolder() {
    std::string name = (fs::temp_directory_path() / "tessera-test-XXXXXX").string();
    if (!::mkdtemp(name.data()))
        throw std::runtime_error("no temporary folder");
    folder_ = name;
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
}

std::string TemporaryFolder::path(const std::string &name) const {
    return (folder_ / name).string();
}

std::vector<std::string> TemporaryFolder::listing() const {
    std::vector<std::string> names;
    for (const auto &entry : fs::recursive_directory_iterator(folder_))
        names.push_back(entry.path().lexically_relative(folder_).string());
    std::ranges::sort(names);
    return names;
}

VImage noise(int width, int height, unsigned seed, int bands) {
    std::mt19937 random(seed);
    std::vector<std::uint8_t> pixels(static_cast<std::size_t>(width) *
                                     static_cast<std::size_t>(height) *
                                     static_cast<std::size_t>(bands));
    for (std::uint8_t &value : pixels)
        value = static_cast<std::uint8_t>(random());
    const VImage image(vips_image_new_from_memory_copy(pixels.data(), pixels.size(), width, height,
                                                       bands, VIPS_FORMAT_UCHAR));
    image.get_image()->Type = bands == 1 ? VIPS_INTERPRETATION_B_W : VIPS_INTERPRETATION_sRGB;
    return image;
}

VImage gradient(int width, int height) {
    const VImage xy = VImage::xyz(width, height);
    const VImage red = xy[0] * (255.0 / width), green = xy[1] * (255.0 / height);
    return VImage::bandjoin({red, green, (red + green) * -0.5 + 255})
        .cast(VIPS_FORMAT_UCHAR)
        .copy(VImage::option()->set("interpretation", VIPS_INTERPRETATION_sRGB));
}

VImage solid(int width, int height, std::array<int, 3> colour) {
    return (VImage::black(width, height, VImage::option()->set("bands", 3)) +
            std::vector<double>{double(colour[0]), double(colour[1]), double(colour[2])})
        .cast(VIPS_FORMAT_UCHAR)
        .copy(VImage::option()->set("interpretation", VIPS_INTERPRETATION_sRGB));
}

std::vector<std::uint8_t> pixels_of(const VImage &image) {
    std::size_t bytes = 0;
    const std::unique_ptr<void, decltype(&g_free)> memory(image.write_to_memory(&bytes), &g_free);
    const auto *first = static_cast<const std::uint8_t *>(memory.get());
    return {first, first + bytes};
}

double psnr(const VImage &a, const VImage &b) {
    const VImage difference = a - b;
    return 10 * std::log10(255.0 * 255.0 / (difference * difference).avg());
}

VImage stored_as(const VImage &upright, int orientation) {
    switch (orientation) {
    case 2:
        return upright.fliphor();
    case 3:
        return upright.rot180();
    case 4:
        return upright.flipver();
    case 5:
        return upright.rot90().fliphor();
    case 6:
        return upright.rot270();
    case 7:
        return upright.rot270().fliphor();
    case 8:
        return upright.rot90();
    default:
        return upright;
    }
}

std::string make_photos(const TemporaryFolder &folder, const std::string &name, int count,
                        int width, int height) {
    fs::create_directories(folder.path(name));
    std::mt19937 random(7);
    for (int i = 0; i < count; ++i) {
        const auto level = [&] { return static_cast<double>(random() % 200); };
        const std::string file = std::to_string(1000 + i).substr(1) + ".png";
        const VImage photo = (noise(width, height, static_cast<unsigned>(i)) * 0.2 +
                              std::vector<double>{level(), level(), level()})
                                 .cast(VIPS_FORMAT_UCHAR);
        photo.write_to_file((folder.path(name) + "/" + file).c_str());
    }
    return folder.path(name);
}

TileLibrary make_library(const TemporaryFolder &folder, int count, TileShape tile,
                         const std::string &name) {
    BuildOptions options;
    options.tile.shape = tile;
    build_library(find_photos({make_photos(folder, name + "-photos", count)}), folder.path(name),
                  options);
    return TileLibrary::open(folder.path(name));
}

std::string read_file(const std::string &path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

void write_file(const std::string &path, const std::string &bytes) {
    std::ofstream(path, std::ios::binary) << bytes;
}

} // namespace tessera::test
