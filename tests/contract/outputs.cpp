#include "contract/outputs.hpp"

#include "write/registry.hpp"

#include <tessera/error.hpp>
#include <tessera/tile_store.hpp>

#include <filesystem>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <utility>

namespace tessera::test {
using namespace internal;
using vips::VImage;
namespace {

constexpr MosaicForm simple_form{{1, 1}, {16, 16}};

TileLibrary library_of(const TemporaryFolder &folder, TileShape tile) {
    constexpr int tiles = 5;
    const std::string name = std::to_string(tile.width) + ".tiles";
    return is_store(folder.path(name)) ? TileLibrary::open(folder.path(name))
                                       : make_library(folder, tiles, tile, name);
}

/// Puts an enlarged tile at the top left of the cells that are free for it.
void enlarge(std::vector<Placement> &placements, Grid grid, int column, int scale, Placement what) {
    for (int y = 0; y < scale && scale <= grid.rows && column + scale <= grid.columns; ++y)
        for (int x = 0; x < scale; ++x) {
            what.block = {static_cast<std::uint8_t>(scale), static_cast<std::uint8_t>(x),
                          static_cast<std::uint8_t>(y)};
            placements[static_cast<std::size_t>(y * grid.columns + column + x)] = what;
        }
}

/// Everything that a cell can show.
Mosaic mosaic_of(const TemporaryFolder &folder, Grid grid, TileShape tile,
                 std::optional<Rgb> background = Rgb{255, 128, 0}) {
    const TileLibrary library = library_of(folder, tile);
    const unsigned orientations = tile.width == tile.height ? 8 : 4;
    std::mt19937 random(1);
    std::vector<Placement> placements(grid.cells());
    for (Placement &placement : placements) {
        placement.tile = static_cast<TileId>(random() % library.info().tiles);
        placement.orientation = static_cast<Orientation>(random() % orientations);
        if (random() % 4 == 0)
            placement.tint = {40, -40, 0};
        if (random() % 8 == 0 && grid.cells() > 1)
            placement = Placement::empty();
    }
    enlarge(placements, grid, 0, 4, {3, Orientation::turned_180});
    enlarge(placements, grid, 5, 2, {1, Orientation::mirrored, {30, -30, 0}});
    return Mosaic(grid, placements, library).with_background(background);
}

} // namespace

Target Output::target(const TemporaryFolder &folder, const std::string &name) const {
    return {folder.path(name + suffix), {}};
}

WriteOptions Output::options(bool replace) const { return {.replace = replace, .writer = writer}; }

const Writer &Output::get() const {
    return choose_writer({"x" + suffix, {}}, simple_form, options()).writer;
}

std::string Output::refusal(const Target &target, const MosaicForm &form) const {
    try {
        check_output(target, form, options(true));
    } catch (const Error &error) {
        if (error.code() != ErrorCode::unsupported)
            throw;
        return error.what();
    }
    return {};
}

std::vector<Output> outputs() {
    std::vector<Output> all;
    for (const std::string &writer : writer_names())
        if (writer != "auto")
            for (const std::string &suffix : writer_suffixes(writer))
                all.push_back({writer, suffix});
    return all;
}

std::vector<Output> distinct_outputs() {
    const TemporaryFolder folder;
    const Mosaic mosaic = mosaic_of(folder, {2, 2}, {16, 16});
    std::vector<Output> distinct;
    std::set<std::pair<std::string, std::string>> seen; // writers and files
    for (const Output &output : outputs()) {
        const WriteReport report =
            write(mosaic, output.target(folder, "x"), output.options(true), {.threads = 1});
        if (seen.emplace(output.writer, read_file(report.path)).second)
            distinct.push_back(output);
    }
    return distinct;
}

Keeps kept_by(const std::string &suffix) {
    static const std::map<std::string, Keeps> formats = {
        {".avif", Keeps::likeness}, {".heic", Keeps::likeness},
        {".heif", Keeps::likeness}, {".j2c", Keeps::likeness},
        {".j2k", Keeps::likeness},  {".jp2", Keeps::likeness},
        {".jpc", Keeps::likeness},  {".jpt", Keeps::likeness},
        {".jxl", Keeps::likeness},  {".jpe", Keeps::likeness},
        {".jpeg", Keeps::likeness}, {".jpg", Keeps::likeness},
        {".jfif", Keeps::likeness}, {".gif", Keeps::likeness},
        {".hdr", Keeps::likeness},  {".webp", Keeps::likeness},
        {".csv", Keeps::red},       {".mat", Keeps::red},
        {".pgm", Keeps::grey},      {".dz", Keeps::unread},
        {".szi", Keeps::unread},    {".pbm", Keeps::black_and_white},
    };
    const auto found = formats.find(suffix);
    return found == formats.end() ? Keeps::pixels : found->second;
}

VImage decoded(const Output &output, const WriteReport &report, const MosaicForm &form) {
    if (output.suffix == ".raw") {
        const Size size = mosaic_size(form.grid, form.tile);
        return VImage::rawload(report.path.c_str(), static_cast<int>(size.width),
                               static_cast<int>(size.height), form.alpha ? 4 : 3)
            .copy_memory();
    }
    const VImage image = VImage::new_from_file(report.path.c_str());
    return (image.coding() == VIPS_CODING_RAD
                ? image.rad2float().colourspace(VIPS_INTERPRETATION_sRGB)
                : image)
        .cast(VIPS_FORMAT_UCHAR)
        .copy_memory();
}

Files files_of(const TemporaryFolder &folder) {
    Files files;
    for (const std::string &name : folder.listing())
        if (std::filesystem::is_regular_file(folder.path(name)))
            files[name] = read_file(folder.path(name));
    return files;
}

Mosaic usual_mosaic(const TemporaryFolder &folder, Grid grid) {
    return mosaic_of(folder, grid, {16, 16});
}

std::vector<Subject> subjects(const TemporaryFolder &folder) {
    return {
        {"square tiles, turned, tinted, enlarged", usual_mosaic(folder)},
        {"tiles that are wider than high", mosaic_of(folder, {7, 9}, {48, 32})},
        {"tiles of odd sides", mosaic_of(folder, {9, 7}, {13, 11})},
        {"a single cell", mosaic_of(folder, {1, 1}, {32, 32})},
        {"a row of cells that is more than a writer takes at once",
         mosaic_of(folder, {2800, 1}, {16, 16})},
        {"transparent cells", mosaic_of(folder, {9, 7}, {16, 16}, std::nullopt)},
    };
}

} // namespace tessera::test
