#include "store/hdf5/driver.hpp"

#include "store/registry.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <new>
#include <spdlog/fmt/fmt.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace tessera::internal {
namespace {

constexpr std::size_t most_shown_bytes = std::size_t{32} << 20;
constexpr std::size_t page = 4096; // mapped at once, at least
constexpr haddr_t most_bytes = haddr_t{1} << 62;

/// HDF5's view of an open file: it wants its own part first.
struct OpenFile {
    H5FD_t hdf5;
    Hdf5Medium *medium;
    haddr_t allocated;
};

OpenFile &file_of(H5FD_t *file) { return *reinterpret_cast<OpenFile *>(file); }

const OpenFile &file_of(const H5FD_t *file) { return *reinterpret_cast<const OpenFile *>(file); }

herr_t status(bool good) { return good ? 0 : -1; }

H5FD_t *open_file(const char *, unsigned, hid_t access, haddr_t) {
    const void *medium = H5Pget_driver_info(access);
    auto *file = medium ? new (std::nothrow) OpenFile{} : nullptr;
    if (!file)
        return nullptr;
    std::memcpy(&file->medium, medium, sizeof file->medium);
    return &file->hdf5;
}

herr_t close_file(H5FD_t *file) {
    delete &file_of(file);
    return 0;
}

herr_t query(const H5FD_t *, unsigned long *flags) {
    *flags = H5FD_FEAT_AGGREGATE_METADATA | H5FD_FEAT_ACCUMULATE_METADATA | H5FD_FEAT_DATA_SIEVE |
             H5FD_FEAT_AGGREGATE_SMALLDATA;
    return 0;
}

haddr_t allocated(const H5FD_t *file, H5FD_mem_t) { return file_of(file).allocated; }

herr_t set_allocated(H5FD_t *file, H5FD_mem_t, haddr_t bytes) {
    file_of(file).allocated = bytes;
    return 0;
}

haddr_t size(const H5FD_t *file, H5FD_mem_t) { return file_of(file).medium->size(); }

herr_t read(H5FD_t *file, H5FD_mem_t kind, hid_t, haddr_t begin, std::size_t bytes, void *to) {
    Hdf5Medium &medium = *file_of(file).medium;
    if (kind == H5FD_MEM_DRAW && medium.locate(begin, bytes))
        return 0;
    return status(medium.read(begin, {static_cast<std::uint8_t *>(to), bytes}));
}

herr_t write(H5FD_t *file, H5FD_mem_t, hid_t, haddr_t begin, std::size_t bytes, const void *from) {
    return status(
        file_of(file).medium->write(begin, {static_cast<const std::uint8_t *>(from), bytes}));
}

herr_t truncate(H5FD_t *file, hid_t, hbool_t) {
    OpenFile &open = file_of(file);
    return status(open.medium->size() == open.allocated || open.medium->resize(open.allocated));
}

hid_t register_driver() {
    H5FD_class_t driver{};
    driver.name = "tessera";
    driver.maxaddr = most_bytes;
    driver.fc_degree = H5F_CLOSE_STRONG;
    driver.fapl_size = sizeof(Hdf5Medium *);
    driver.open = open_file;
    driver.close = close_file;
    driver.query = query;
    driver.get_eoa = allocated;
    driver.set_eoa = set_allocated;
    driver.get_eof = size;
    driver.read = read;
    driver.write = write;
    driver.truncate = truncate;
    const H5FD_mem_t kinds[] = H5FD_FLMAP_DICHOTOMY;
    std::copy(std::begin(kinds), std::end(kinds), driver.fl_map);
    return checked(H5FDregister(&driver));
}

Hdf5Id access_to(Hdf5Medium &medium) {
    static const hid_t driver = register_driver();
    Hdf5Id access(H5Pcreate(H5P_FILE_ACCESS));
    const Hdf5Medium *const pointer = &medium;
    checked(H5Pset_driver(access.get(), driver, static_cast<const void *>(&pointer)));
    checked(H5Pset_fclose_degree(access.get(), H5F_CLOSE_STRONG));
    // The structures of 1.10 carry checksums; later ones would be lost on its readers.
    checked(H5Pset_libver_bounds(access.get(), H5F_LIBVER_V110, H5F_LIBVER_V110));
    return access;
}

} // namespace

Hdf5Medium::~Hdf5Medium() = default;

bool Hdf5Medium::locate(std::uint64_t, std::uint64_t) noexcept { return false; }

Hdf5Output::Hdf5Output(const std::string &path)
    : file_(path.c_str(), O_RDWR | O_CREAT | O_EXCL, 0666) {
    if (file_.get() < 0)
        fail();
}

bool Hdf5Output::fail() noexcept {
    error_ = error_ != 0 ? error_ : errno;
    given_up_ = true;
    return false;
}

bool Hdf5Output::read(std::uint64_t begin, std::span<std::uint8_t> bytes) noexcept {
    while (!bytes.empty()) {
        const auto done =
            ::pread(file_.get(), bytes.data(), bytes.size(), static_cast<off_t>(begin));
        if (done < 0 && errno != EINTR)
            return given_up_ || fail();
        if (done == 0) { // as in a file with a hole there
            std::ranges::fill(bytes, std::uint8_t{0});
            return true;
        }
        const auto count = static_cast<std::size_t>(std::max<ssize_t>(done, 0));
        bytes = bytes.subspan(count);
        begin += count;
    }
    return true;
}

bool Hdf5Output::write(std::uint64_t begin, std::span<const std::uint8_t> bytes) noexcept {
    while (!bytes.empty() && !given_up_) {
        const auto done =
            ::pwrite(file_.get(), bytes.data(), bytes.size(), static_cast<off_t>(begin));
        if (done < 0 && errno != EINTR)
            return fail();
        const auto count = static_cast<std::size_t>(std::max<ssize_t>(done, 0));
        bytes = bytes.subspan(count);
        begin += count;
        size_ = std::max(size_, begin);
    }
    return true;
}

bool Hdf5Output::resize(std::uint64_t bytes) noexcept {
    if (!given_up_ && ::ftruncate(file_.get(), static_cast<off_t>(bytes)) != 0)
        return fail();
    size_ = bytes;
    return true;
}

Hdf5Map::Hdf5Map(const std::string &path) {
    const FileDescriptor file(path.c_str(), O_RDONLY);
    struct stat status {};
    if (file.get() < 0 || ::fstat(file.get(), &status) != 0)
        throw unopened_store(path, errno);
    size_ = static_cast<std::uint64_t>(status.st_size);
    void *map = ::mmap(nullptr, size_, PROT_READ, MAP_SHARED, file.get(), 0);
    if (map == MAP_FAILED)
        throw Hdf5Failure{fmt::format("it can't be mapped: {}", std::strerror(errno))};
    bytes_ = static_cast<std::uint8_t *>(map);
}

Hdf5Map::~Hdf5Map() { ::munmap(bytes_, size_); }

bool Hdf5Map::read(std::uint64_t begin, std::span<std::uint8_t> bytes) noexcept {
    if (begin > size_ || bytes.size() > size_ - begin)
        return false;
    std::copy_n(bytes_ + begin, bytes.size(), bytes.begin());
    return true;
}

bool Hdf5Map::locate(std::uint64_t begin, std::uint64_t bytes) noexcept {
    if (!located_ || begin > size_ || bytes > size_ - begin)
        return false;
    *located_ = {bytes_ + begin, bytes};
    return true;
}

void Hdf5Map::note_shown(std::size_t bytes) const noexcept {
    bytes = std::max(bytes, page);
    if (shown_.fetch_add(bytes) + bytes < most_shown_bytes)
        return;
    shown_ = 0;
    ::madvise(bytes_, size_, MADV_DONTNEED);
}

Hdf5Id create_hdf5(Hdf5Medium &medium) {
    const Hdf5Calls held;
    const Hdf5Id access = access_to(medium), creation(H5Pcreate(H5P_FILE_CREATE));
    checked(H5Pset_obj_track_times(creation.get(), false));
    return Hdf5Id(H5Fcreate("tessera", H5F_ACC_TRUNC, creation.get(), access.get()));
}

Hdf5Id open_hdf5(Hdf5Medium &medium) {
    const Hdf5Calls held;
    const Hdf5Id access = access_to(medium);
    return Hdf5Id(H5Fopen("tessera", H5F_ACC_RDONLY, access.get()));
}

} // namespace tessera::internal
