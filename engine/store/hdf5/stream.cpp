#include "store/hdf5/stream.hpp"

#include <algorithm>

namespace tessera::internal {
namespace {

std::vector<hsize_t> with_items(hsize_t items, const std::vector<hsize_t> &shape) {
    std::vector<hsize_t> result{items};
    result.insert(result.end(), shape.begin(), shape.end());
    return result;
}

std::size_t bytes_of_item(const Hdf5Layout &layout) {
    const Hdf5Calls held;
    std::size_t bytes = H5Tget_size(layout.type);
    for (const hsize_t side : layout.shape)
        bytes *= side;
    return bytes;
}

} // namespace

Hdf5Id create_dataset(hid_t file, const Hdf5Layout &layout, hsize_t items_per_chunk) {
    const Hdf5Calls held;
    const Hdf5Id creation(H5Pcreate(H5P_DATASET_CREATE));
    const auto start = with_items(0, layout.shape), most = with_items(H5S_UNLIMITED, layout.shape),
               chunk = with_items(items_per_chunk, layout.shape);
    const int rank = static_cast<int>(start.size());
    const Hdf5Id space(H5Screate_simple(rank, start.data(), most.data()));
    checked(H5Pset_chunk(creation.get(), rank, chunk.data()));
    checked(H5Pset_obj_track_times(creation.get(), false));
    if (layout.deflate > 0)
        checked(H5Pset_deflate(creation.get(), static_cast<unsigned>(layout.deflate)));
    return Hdf5Id(H5Dcreate2(file, layout.name, layout.type, space.get(), H5P_DEFAULT,
                             creation.get(), H5P_DEFAULT));
}

Hdf5Id create_group(hid_t file, const char *name) {
    const Hdf5Calls held;
    const Hdf5Id creation(H5Pcreate(H5P_GROUP_CREATE));
    checked(H5Pset_obj_track_times(creation.get(), false));
    return Hdf5Id(H5Gcreate2(file, name, H5P_DEFAULT, creation.get(), H5P_DEFAULT));
}

Hdf5Stream::Hdf5Stream(hid_t file, const Hdf5Layout &layout)
    : item_bytes_(bytes_of_item(layout)),
      items_per_chunk_((layout.chunk_bytes + item_bytes_ - 1) / item_bytes_),
      dataset_(create_dataset(file, layout, items_per_chunk_)),
      extent_(with_items(0, layout.shape)) {
    if (layout.deflate > 0)
        packer_.emplace(layout.deflate);
    chunk_.reserve(items_per_chunk_ * item_bytes_);
}

void Hdf5Stream::append(std::span<const std::uint8_t> items) {
    const std::size_t full = items_per_chunk_ * item_bytes_;
    while (!items.empty()) {
        const auto part = items.first(std::min(items.size(), full - chunk_.size()));
        chunk_.insert(chunk_.end(), part.begin(), part.end());
        items = items.subspan(part.size());
        if (chunk_.size() == full)
            write_chunk();
    }
}

void Hdf5Stream::finish() {
    if (!chunk_.empty())
        write_chunk();
}

void Hdf5Stream::write_chunk() {
    std::vector<hsize_t> place(extent_.size());
    place[0] = extent_[0];
    extent_[0] += chunk_.size() / item_bytes_;
    chunk_.resize(items_per_chunk_ * item_bytes_); // chunks are whole in the file
    std::span<const std::uint8_t> bytes = packer_ ? packer_->pack(chunk_) : chunk_;
    const std::uint32_t left_out = packer_ && bytes.empty() ? 1 : 0; // a bit for each filter
    if (bytes.empty())
        bytes = chunk_;
    const Hdf5Calls held;
    checked(H5Dset_extent(dataset_.get(), extent_.data()));
    checked(H5Dwrite_chunk(dataset_.get(), H5P_DEFAULT, left_out, place.data(), bytes.size(),
                           bytes.data()));
    chunk_.clear();
}

} // namespace tessera::internal
