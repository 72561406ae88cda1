// A file as HDF5 sees it: read in place from a map, or written in a way that can be given up.
// Why: docs/decisions/hdf5-says-only-where-data-lies.md
#pragma once

#include "base/file_descriptor.hpp"
#include "store/hdf5/id.hpp"

#include <atomic>
#include <cstdint>
#include <span>
#include <string>

namespace tessera::internal {

/// The bytes that HDF5 takes for a file. False where they can't be read or written.
class Hdf5Medium {
  public:
    virtual ~Hdf5Medium();
    [[nodiscard]] virtual std::uint64_t size() const noexcept = 0;
    virtual bool read(std::uint64_t begin, std::span<std::uint8_t> bytes) noexcept = 0;
    virtual bool write(std::uint64_t begin, std::span<const std::uint8_t> bytes) noexcept = 0;
    virtual bool resize(std::uint64_t bytes) noexcept = 0;

    /// Asked before data, as opposed to structure, is read: true if that is not wanted any more.
    virtual bool locate(std::uint64_t begin, std::uint64_t bytes) noexcept;
};

/// A file to write. After an error, and once it was given up, what HDF5 writes is dropped: HDF5
/// can't close a file that it can't write, and would try again when the program ends.
class Hdf5Output final : public Hdf5Medium {
  public:
    explicit Hdf5Output(const std::string &path);

    [[nodiscard]] std::uint64_t size() const noexcept override { return size_; }
    bool read(std::uint64_t begin, std::span<std::uint8_t> bytes) noexcept override;
    bool write(std::uint64_t begin, std::span<const std::uint8_t> bytes) noexcept override;
    bool resize(std::uint64_t bytes) noexcept override;

    void give_up() noexcept { given_up_ = true; }
    [[nodiscard]] int error() const noexcept { return error_; } ///< the first, of errno; 0: none

  private:
    bool fail() noexcept;

    FileDescriptor file_;
    std::uint64_t size_ = 0;
    int error_ = 0;
    bool given_up_ = false;
};

/// A file to read, mapped.
class Hdf5Map final : public Hdf5Medium {
  public:
    /// Throws: Hdf5Failure.
    explicit Hdf5Map(const std::string &path);
    ~Hdf5Map() override;
    Hdf5Map(const Hdf5Map &) = delete;
    Hdf5Map &operator=(const Hdf5Map &) = delete;

    [[nodiscard]] std::uint64_t size() const noexcept override { return size_; }
    bool read(std::uint64_t begin, std::span<std::uint8_t> bytes) noexcept override;
    bool write(std::uint64_t, std::span<const std::uint8_t>) noexcept override { return false; }
    bool resize(std::uint64_t) noexcept override { return false; }
    bool locate(std::uint64_t begin, std::uint64_t bytes) noexcept override;

    /// Where the data lies that HDF5 reads in `read`, which therefore gets none of it. Empty if it
    /// reads no data. REQUIRES: Hdf5Calls is held.
    template <class Read> std::span<const std::uint8_t> located(Read &&read) {
        std::span<const std::uint8_t> found;
        located_ = &found;
        const struct Done {
            Hdf5Map &map;
            ~Done() { map.located_ = nullptr; }
        } done{*this};
        read();
        return found;
    }

    /// Mapped pages that were read count as memory of the process, although the system can take
    /// them back at any time: now and then they are let go of. They stay in its cache.
    void note_shown(std::size_t bytes) const noexcept;

  private:
    std::uint8_t *bytes_ = nullptr;
    std::uint64_t size_ = 0;
    std::span<const std::uint8_t> *located_ = nullptr; ///< while HDF5 is asked where data lies
    mutable std::atomic<std::size_t> shown_{0};        ///< bytes, since pages were let go of
};

/// A new HDF5 file in a medium, which must outlive it: the same bytes whenever it is written.
/// Throws: Hdf5Failure, as the next one.
[[nodiscard]] Hdf5Id create_hdf5(Hdf5Medium &medium);
[[nodiscard]] Hdf5Id open_hdf5(Hdf5Medium &medium);

} // namespace tessera::internal
