// A part that is being written.
#pragma once

#include "base/hasher.hpp"
#include "write/output_file.hpp"
#include "write/parts/header.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace tessera::internal {

inline constexpr std::size_t payload_block = std::size_t{1} << 20; ///< bytes

/// The checksum of a payload: the digest of the digests of its blocks, so that several threads can
/// check it. Not thread-safe.
class PayloadHasher {
  public:
    void add(std::span<const std::uint8_t> bytes);

    /// Of all that was added. Nothing can be added any more.
    [[nodiscard]] Digest digest();

  private:
    void end_block();

    Hasher all_, block_;
    std::size_t filled_ = 0; ///< bytes of the block
};

/// What a writer is to make a part of.
struct PartWork {
    const Mosaic &mosaic;
    Shard shard;
    Target target;      ///< what the part is joined to, in the end
    std::string folder; ///< for files without a name
    const WriteOptions &options;
    const RunOptions &run;
};

/// Bytes are written in their order, in sections. Not thread-safe.
/// Throws: Error{write_failed} that names the target.
class PartOutput {
  public:
    PartOutput(const std::string &path, std::string target);

    /// What is appended from here on belongs to another section.
    void begin_section() { sections_.push_back(0); }

    void append(std::span<const std::uint8_t> bytes);
    template <class Number> void append_numbers(std::span<const Number> numbers) {
        append({reinterpret_cast<const std::uint8_t *>(numbers.data()), numbers.size_bytes()});
    }

    /// For append_in_order(): the next bytes, which the caller writes at the end of file().
    void take(std::span<const std::uint8_t> bytes);
    [[nodiscard]] OutputFile &file() noexcept { return file_; }

    /// Writes the header, and closes the file.
    void finish(const PartInfo &info);

  private:
    OutputFile file_;
    PayloadHasher hasher_;
    std::vector<std::uint64_t> sections_;
};

} // namespace tessera::internal
