#include "store/hdf5/chunks.hpp"

#include "store/hdf5/zlib.hpp"

#include <algorithm>
#include <spdlog/fmt/fmt.h>

namespace tessera::internal {
namespace {

constexpr std::uint64_t most_chunk_bytes = 0xffff'ffff; // HDF5's own limit

Hdf5Id open_dataset(hid_t file, const char *name) {
    const Hdf5Calls held;
    return Hdf5Id(H5Dopen2(file, name, H5P_DEFAULT));
}

/// 0 if it is more than a chunk may have.
std::uint64_t product(std::span<const hsize_t> sides, std::uint64_t value) {
    for (const hsize_t side : sides)
        value = side != 0 && value <= most_chunk_bytes / side ? value * side : 0;
    return value;
}

} // namespace

Hdf5Chunks::Hdf5Chunks(hid_t file, Hdf5Map &map, const char *name, std::uint64_t item_bytes)
    : name_(name), map_(map), dataset_(open_dataset(file, name)), item_bytes_(item_bytes) {
    check_shape(item_bytes);
    const std::uint64_t chunks = items_ / items_per_chunk_ + (items_ % items_per_chunk_ != 0);
    if (chunks > map.size()) // a chunk has a byte at least
        fail("is longer than its file");
    places_ = std::vector<std::atomic<const std::uint8_t *>>(chunks);
    sizes_ = std::vector<std::atomic<std::uint32_t>>(packed_ ? chunks : 0);
}

void Hdf5Chunks::check_shape(std::uint64_t item_bytes) {
    const Hdf5Calls held;
    const Hdf5Id space(H5Dget_space(dataset_.get())), type(H5Dget_type(dataset_.get())),
        creation(H5Dget_create_plist(dataset_.get()));
    rank_ = H5Sget_simple_extent_ndims(space.get());
    if (rank_ < 1 || H5Pget_layout(creation.get()) != H5D_CHUNKED)
        fail("is not in chunks");
    std::vector<hsize_t> sides(static_cast<std::size_t>(rank_)), chunk(sides.size());
    checked(H5Sget_simple_extent_dims(space.get(), sides.data(), nullptr));
    checked(H5Pget_chunk(creation.get(), rank_, chunk.data()));
    items_ = sides[0];
    items_per_chunk_ = chunk[0];
    sides.erase(sides.begin());
    const std::uint64_t value = H5Tget_size(type.get());
    chunk_bytes_ = product(chunk, value);
    chunk.erase(chunk.begin());
    if (chunk_bytes_ == 0 || chunk != sides || product(sides, value) != item_bytes)
        fail("has another shape than it should");
    const int filters = checked(H5Pget_nfilters(creation.get()));
    packed_ = filters != 0;
    unsigned flags = 0;
    std::size_t parameters = 0;
    if (filters > 1 ||
        (filters == 1 && H5Pget_filter2(creation.get(), 0, &flags, &parameters, nullptr, 0, nullptr,
                                        nullptr) != H5Z_FILTER_DEFLATE))
        fail("is packed by another filter than deflate");
}

std::span<const std::uint8_t> Hdf5Chunks::view(std::uint64_t begin, std::size_t bytes) const {
    check_range(begin, bytes);
    const std::uint64_t within = begin % chunk_bytes_;
    if (bytes == 0 || bytes > chunk_bytes_ - within)
        return {};
    const Chunk found = chunk(begin / chunk_bytes_);
    return found.packed ? std::span<const std::uint8_t>() : found.bytes.subspan(within, bytes);
}

void Hdf5Chunks::read(std::uint64_t begin, std::span<std::uint8_t> bytes) const {
    check_range(begin, bytes.size());
    std::vector<std::uint8_t> whole;
    while (!bytes.empty()) {
        const std::uint64_t within = begin % chunk_bytes_;
        const std::size_t count = std::min<std::uint64_t>(bytes.size(), chunk_bytes_ - within);
        const Chunk found = chunk(begin / chunk_bytes_);
        std::span<const std::uint8_t> from = found.bytes;
        if (found.packed) {
            whole.resize(chunk_bytes_);
            const auto to = count == chunk_bytes_ ? bytes.first(count) : std::span(whole);
            if (!unpack_zlib(found.bytes, to))
                fail("can't be unpacked");
            from = to;
        }
        if (from.data() != bytes.data())
            std::copy_n(from.data() + within, count, bytes.data());
        bytes = bytes.subspan(count);
        begin += count;
    }
}

void Hdf5Chunks::check_range(std::uint64_t begin, std::size_t bytes) const {
    if (const std::uint64_t all = items_ * item_bytes_; begin > all || bytes > all - begin)
        fail("is too short");
}

Hdf5Chunks::Chunk Hdf5Chunks::chunk(std::uint64_t index) const {
    const std::uint8_t *place = places_[index];
    if (!place)
        return find(index);
    const std::uint32_t size = packed_ ? sizes_[index].load() : 0;
    return {{place, size != 0 ? size : chunk_bytes_}, size != 0};
}

/// HDF5 1.10 walks over all chunks to tell where one is (H5Dget_chunk_info_by_coord), but looks up
/// the one that it is asked to read.
Hdf5Chunks::Chunk Hdf5Chunks::find(std::uint64_t index) const {
    std::vector<hsize_t> first(static_cast<std::size_t>(rank_));
    first[0] = index * items_per_chunk_;
    std::uint32_t left_out = 0; // a bit for each filter
    std::uint8_t nothing = 0;
    const Hdf5Calls held;
    const auto bytes = map_.located([&] {
        checked(H5Dread_chunk(dataset_.get(), H5P_DEFAULT, first.data(), &left_out, &nothing));
    });
    const bool packed = packed_ && left_out == 0;
    if (bytes.empty() || bytes.size() > most_chunk_bytes ||
        (!packed && bytes.size() != chunk_bytes_))
        fail(fmt::format("has a damaged chunk, the {}th", index));
    if (packed)
        sizes_[index] = static_cast<std::uint32_t>(bytes.size());
    places_[index] = bytes.data();
    return {bytes, packed};
}

void Hdf5Chunks::fail(const std::string &what) const {
    throw Hdf5Failure{fmt::format("its '{}' {}", name_, what)};
}

} // namespace tessera::internal
