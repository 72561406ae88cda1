// What is particular to libraries in HDF5; tests/contract/stores.cpp has what all must do.

#include "base/hasher.hpp"
#include "store/registry.hpp"
#include "support/file_limit.hpp"
#include "support/images.hpp"

#include <tessera/error.hpp>
#include <tessera/tile_store.hpp>

#include <algorithm>
#include <cstdlib>
#include <doctest/doctest.h>
#include <filesystem>
#include <random>

namespace tessera {
using namespace internal;
namespace fs = std::filesystem;
using test::TemporaryFolder;
namespace {

constexpr TileShape shape{16, 12};
constexpr TileId tiles = 90; // several chunks of packed tiles

/// Pixels that deflate can do something about.
std::vector<std::uint8_t> pixels_of_tile(TileId id) {
    std::mt19937 random(id);
    std::vector<std::uint8_t> pixels(shape.bytes());
    std::ranges::generate(pixels, [&] { return static_cast<std::uint8_t>(random() % 4 + id); });
    return pixels;
}

TileRecord record_of_tile(TileId id, const Label &label = {}) {
    TileRecord record;
    record.shape = {shape.width, shape.height};
    record.name = "\xff" + std::to_string(id) + ".jpg";
    record.path = "/photos/" + record.name;
    record.pixels = hash_bytes(pixels_of_tile(id));
    record.width = 640;
    record.modified_ns = -1;
    record.label = label;
    if (id == 1)
        record.tags = {"sea", "Füße"};
    return record;
}

void build(const std::string &kind, const std::string &path, const std::vector<Label> &labels = {},
           const std::string &options = "{}") {
    const auto builder = create_store(kind, path, shape, false);
    for (TileId id = 0; id < tiles; ++id) {
        TileFeatures features;
        features.mean = {1.5, 0.25, static_cast<double>(id)};
        features.parts.fill(static_cast<float>(id));
        features.fingerprint = ~std::uint64_t{0};
        builder->add(pixels_of_tile(id), features,
                     record_of_tile(id, labels.empty() ? Label() : labels[id % labels.size()]));
    }
    StoreInfo info;
    info.tile = shape;
    info.options = options;
    builder->finish(info);
}

void build_pictures(const std::string &path) {
    const auto builder = create_store("hdf5", path, any_shape, false);
    for (const PictureShape &each : {PictureShape{2, 1, 1}, {400, 300, 4}, {3, 5, 3}}) {
        std::vector<std::uint8_t> pixels(each.bytes());
        for (std::size_t i = 0; i < pixels.size(); ++i)
            pixels[i] = static_cast<std::uint8_t>(i % 251);
        TileRecord record;
        record.shape = each;
        record.pixels = hash_bytes(pixels);
        builder->add(pixels, {}, record);
    }
    builder->finish({});
}

/// Whether all is as it was written. Throws: Error where the store finds damage.
bool is_whole(const std::string &path) {
    const auto store = open_store(path);
    bool whole = store->info().tiles == tiles && store->features()[7].mean[2] == 7;
    for (TileId id = 0; id < tiles; ++id) {
        std::vector<std::uint8_t> pixels(shape.bytes());
        store->read(id, pixels);
        whole = whole && pixels == pixels_of_tile(id) && store->record(id) == record_of_tile(id);
    }
    return whole;
}

constexpr const char *reader = R"(
import h5py, json, numpy, sys
folder = sys.argv[1]
pixels = numpy.fromfile(folder + '/pixels', 'u1').reshape(90, 12, 16, 3)
for name in 'plain', 'packed', 'numbers':
    with h5py.File(f'{folder}/{name}', 'r') as library:
        assert library['images'].dtype == 'u1' and (library['images'][:] == pixels).all()
        assert (library['images'][37] == pixels[37]).all()
        features = library['features'][:]
        assert features['mean'][50].tolist() == [1.5, 0.25, 50]
        assert features['parts'].shape == (90, 4, 4, 3) and (features['parts'][9] == 9).all()
        assert features['fingerprint'][3] == 2**64 - 1
        photos = library['photos']
        assert photos['name'][5] == b'\xff5.jpg' and photos['path'][89] == b'/photos/\xff89.jpg'
        assert photos['width'][:].tolist() == [640] * 90 and photos['modified_ns'][8] == -1
        assert json.loads(photos['tags'][1]) == ['sea', 'Füße'] and photos['tags'][2] == b''
        assert photos['content'].shape == photos['pixels'].shape == (90, 16)
        assert json.loads(library.attrs['info'])['tiles'] == 90
        assert library.attrs['format'] == b'tessera-library 3'
        labels = library['labels'][:].tolist() if 'labels' in library else None
    expected = {'plain': None, 'packed': [b'', b'7', 'Fü\n'.encode()] * 30,
                'numbers': [5, -2**63, 9] * 30}
    assert labels == expected[name], labels
with h5py.File(folder + '/pictures', 'r') as library:
    offsets = library['pictures/offsets'][:]
    for i, shape in enumerate([(1, 2, 1), (300, 400, 4), (5, 3, 3)]):
        assert tuple(library['pictures/shapes'][i]) == shape
        picture = library['pictures/pixels'][offsets[i]:offsets[i + 1]].reshape(shape)
        assert (picture.ravel() == numpy.arange(picture.size) % 251).all()
with h5py.File(folder + '/other', 'w') as other:
    other['x'] = 1
)";

} // namespace

TEST_CASE("hdf5: h5py reads images, features, labels and photos; another HDF5 file is refused") {
    const TemporaryFolder folder;
    build("hdf5", folder.path("plain"));
    build("hdf5[deflate=9]", folder.path("packed"), {Label(), Label(7), Label("Fü\n")});
    build("hdf5", folder.path("numbers"), {Label(5), Label(INT64_MIN), Label(9)});
    build_pictures(folder.path("pictures"));
    std::string pixels;
    for (TileId id = 0; id < tiles; ++id) {
        const auto tile = pixels_of_tile(id);
        pixels.append(tile.begin(), tile.end());
    }
    test::write_file(folder.path("pixels"), pixels);
    test::write_file(folder.path("reader.py"), reader);
    REQUIRE(
        std::system(("/usr/bin/python3 '" + folder.path("reader.py") + "' '" + folder.path() + "'")
                        .c_str()) == 0);
    CHECK(open_store(folder.path("packed"))->record(4).label == Label(7));
    CHECK_THROWS_WITH_AS(static_cast<void>(open_store(folder.path("other"))),
                         doctest::Contains("another HDF5 file"), Error);
}

TEST_CASE("hdf5: packed tiles take less room and are read one by one and many at once") {
    const TemporaryFolder folder;
    build("hdf5", folder.path("plain"));
    build("hdf5[deflate=9]", folder.path("packed"));
    CHECK(fs::file_size(folder.path("packed")) + shape.bytes() * tiles / 2 <
          fs::file_size(folder.path("plain")));
    CHECK(is_whole(folder.path("packed")));
    const auto store = open_store(folder.path("packed"));
    CHECK(store->view(3).empty());
    CHECK_FALSE(open_store(folder.path("plain"))->view(3).empty());
    std::vector<std::uint8_t> pixels(shape.bytes() * (tiles - 5));
    store->read_many(5, tiles - 5, pixels);
    CHECK(hash_bytes(std::span(pixels).last(shape.bytes())) == record_of_tile(tiles - 1).pixels);
    CHECK_THROWS_AS(store->read_many(1, ~0U, pixels), Error);
}

TEST_CASE("hdf5: a flipped bit anywhere is found, or is none of ours") {
    for (const std::string kind : {"hdf5", "hdf5[deflate=6]"}) {
        const TemporaryFolder folder;
        build(kind, folder.path("x"));
        const std::string whole = test::read_file(folder.path("x"));
        std::mt19937_64 random(1);
        int found = 0;
        for (int i = 0; i < 80; ++i) {
            // The structure is small; half of the bits are looked for in its first part.
            const std::size_t at = random() % (i % 2 ? whole.size() : 4096);
            std::string damaged = whole;
            damaged[at] = static_cast<char>(damaged[at] ^ (1 << random() % 8));
            test::write_file(folder.path("damaged"), damaged);
            try {
                const bool whole_as_before = is_whole(folder.path("damaged"));
                CHECK(whole_as_before);
            } catch (const Error &error) {
                CHECK(error.code() == ErrorCode::corrupt_store);
                ++found;
            }
        }
        CHECK(found > 10);
    }
}

TEST_CASE("hdf5: where it can't be written, that is said, and nothing is left") {
    const TemporaryFolder folder;
    build("hdf5", folder.path("x"));
    const auto whole = fs::file_size(folder.path("x"));
    for (std::uintmax_t part = 0; part < 40; ++part) {
        const test::FileLimit limit(whole * part / 40);
        CHECK_THROWS_WITH_AS(build("hdf5", folder.path("y")), doctest::Contains("y': File too"),
                             Error);
        CHECK(folder.listing() == std::vector<std::string>{"x"});
    }
    CHECK(is_whole(folder.path("x")));
}

TEST_CASE("hdf5: options that are none are named; long descriptions come back") {
    const TemporaryFolder folder;
    for (const auto &[kind, named] : {std::pair{"hdf5[deflate=10]", "deflate is 0 to 9"},
                                      {"hdf5[zip]", "'zip'"},
                                      {"lmdb[deflate=4]", "'deflate'"},
                                      {"hdf5[deflate=4", "hdf5[deflate=4"}})
        CHECK_THROWS_WITH_AS(static_cast<void>(create_store(kind, folder.path("x"), shape, false)),
                             doctest::Contains(named), Error);
    CHECK(folder.listing().empty());
    const std::string options(200'000, 'x');
    build("hdf5", folder.path("x"), {}, options);
    CHECK(open_store(folder.path("x"))->info().options == options);
}

TEST_CASE("hdf5 store: its kind is told with the options that it was made with") {
    const TemporaryFolder folder;
    for (const char *kind : {"hdf5", "hdf5[deflate=1]", "hdf5[deflate=9]", "lmdb", "folder"}) {
        const std::string path = folder.path(kind);
        build(kind, path);
        CHECK(store_kind_and_options(path) == kind);
        CHECK(std::string(kind).starts_with(store_kind(path)));
    }
    build("hdf5[deflate=0]", folder.path("plain"));
    CHECK(store_kind_and_options(folder.path("plain")) == "hdf5");
    CHECK(store_kind_and_options(folder.path("none")).empty());
}

} // namespace tessera
