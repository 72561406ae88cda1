// Parts that are being read.
#pragma once

#include "base/file_descriptor.hpp"
#include "write/output_file.hpp"
#include "write/parts/header.hpp"

#include <tessera/run.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tessera::internal {

/// An opened part. Thread-safe.
class PartFile {
  public:
    /// Throws: Error{parts_missing} where there is no such file; Error{parts_unfit} for anything
    /// else but a part, as a clause alone.
    explicit PartFile(std::string path);

    [[nodiscard]] const std::string &path() const noexcept { return path_; }
    [[nodiscard]] const PartInfo &info() const noexcept { return header_.info; }
    [[nodiscard]] const PartHeader &header() const noexcept { return header_; }
    [[nodiscard]] std::uint64_t payload_bytes() const noexcept { return payload_bytes_; }

    /// Bytes of a section; 0 for one that there isn't.
    [[nodiscard]] std::uint64_t section_bytes(std::size_t section) const noexcept {
        return section < header_.sections.size() ? header_.sections[section] : 0;
    }

    /// Reads bytes of the payload, or of a section. Throws: Error{parts_unfit} that names the
    /// part, where there are no such bytes, too.
    void read(std::uint64_t offset, std::span<std::uint8_t> bytes) const;
    void read(std::size_t section, std::uint64_t offset, std::span<std::uint8_t> bytes) const;
    template <class Number> [[nodiscard]] std::vector<Number> numbers(std::size_t section) const {
        std::vector<Number> numbers(section_bytes(section) / sizeof(Number));
        read(section, 0,
             {reinterpret_cast<std::uint8_t *>(numbers.data()), numbers.size() * sizeof(Number)});
        return numbers;
    }

    /// That it isn't what it should be: "part 'x.part' is damaged".
    [[noreturn]] void fail() const;

  private:
    std::string path_;
    std::unique_ptr<FileDescriptor> file_;
    PartHeader header_;
    std::uint64_t payload_bytes_ = 0;
};

/// All parts of one mosaic, in the order of their shards. Immutable; thread-safe.
class Parts {
  public:
    /// Sorts out what can't be joined. output: for messages.
    /// Throws: Error{parts_unfit}, Error{parts_missing} as join_parts(); Error{cancelled}.
    Parts(std::span<const std::string> paths, const std::string &output, const RunOptions &run);

    [[nodiscard]] const PartInfo &info() const noexcept { return files_.front().info(); }
    [[nodiscard]] std::span<const PartFile> files() const noexcept { return files_; }

    /// Checks every byte. Progress: stage "join", bytes. Throws: Error{parts_unfit} that names all
    /// damaged parts; Error{cancelled}.
    void verify(const RunOptions &run) const;

    /// The same, and appends the first section of each to a file, in one go.
    void append_to(OutputFile &file, const RunOptions &run) const;

  private:
    void refuse_damaged(const std::vector<std::size_t> &damaged) const;

    std::string output_;
    std::vector<PartFile> files_;
};

/// Which of the parts are damaged, by index. With `copy` their first sections are appended to it.
/// Progress: stage "join", bytes. Throws: Error{cancelled}; Error{write_failed}.
[[nodiscard]] std::vector<std::size_t> find_damaged(std::span<const PartFile> parts,
                                                    OutputFile *copy, const RunOptions &run);

/// A section of all parts, read from its begin to its end. Not thread-safe.
class SectionReader {
  public:
    SectionReader(std::span<const PartFile> parts, std::size_t section)
        : parts_(parts), section_(section) {}

    /// Appends the next bytes, of which one part has all. Throws: Error{parts_unfit}.
    void read(std::size_t count, std::vector<std::uint8_t> &bytes);

  private:
    void fill(std::size_t count);

    std::span<const PartFile> parts_;
    std::size_t section_;
    std::uint64_t next_ = 0; ///< of the first part, what isn't in the buffer yet
    std::vector<std::uint8_t> buffer_;
    std::size_t used_ = 0; ///< bytes of the buffer
};

} // namespace tessera::internal
