// Writes mosaics to files: at once, or in parts that are made separately and then joined.
#pragma once

#include <tessera/digest.hpp>
#include <tessera/export.hpp>
#include <tessera/geometry.hpp>
#include <tessera/mosaic.hpp>
#include <tessera/run.hpp>
#include <tessera/source.hpp>
#include <tessera/target.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tessera {

/// A picture that is laid over a mosaic. It is cropped centrally to the mosaic's shape.
struct Overlay {
    Source source;
    double opacity = 0; ///< 0 .. 1: with 0 only the tiles are visible, with 1 only the picture

    bool operator==(const Overlay &) const = default;
};

/// How a mosaic is written.
struct WriteOptions {
    double dpi = 300;     ///< px per inch, in formats that record it
    bool replace = false; ///< replaces an existing output once the new one is complete
    /// Flushes the output to disk before it gets its name, so that it survives a power cut.
    bool sync = false;
    /// Name of the writer; "auto" takes the first one that can write the target.
    std::string writer = "auto";
    /// Bytes of memory that encoded variants may take. Further variants go to a temporary file.
    std::uint64_t memory = std::uint64_t{256} << 20;
    std::optional<Overlay> overlay{}; ///< nullopt: none; only writers that draw every px can lay it

    bool operator==(const WriteOptions &) const = default;
};

/// The outcome of writing.
struct WriteReport {
    std::string path{};      ///< of the file, or of the main file of a tree
    std::string writer{};    ///< name of the writer
    std::string reason{};    ///< why this writer was chosen
    std::uint64_t bytes = 0; ///< of the file, or of all files of a tree
};

namespace internal {
class PartOutput;
class Parts;
struct PartWork;
} // namespace internal

/// One way to write mosaics to files. Stateless; thread-safe.
class TESSERA_API Writer {
  public:
    virtual ~Writer();
    /// Returns the name by which users choose it. Writers of different formats may share a name.
    [[nodiscard]] virtual std::string_view name() const noexcept = 0;

    /// Returns true if it draws every px, so that a picture can be laid over the mosaic.
    [[nodiscard]] virtual bool draws() const noexcept;

    /// Returns the suffixes that it takes, each as Target::suffix() gives it: ".png".
    [[nodiscard]] virtual std::vector<std::string> suffixes() const = 0;

    /// Returns why it can't write a mosaic of this form to this target, as a clause. Empty if it
    /// can write it and knows the target's options. REQUIRES: suffixes() has target.suffix().
    [[nodiscard]] virtual std::string refusal(const Target &target,
                                              const MosaicForm &form) const = 0;

    /// Returns the names of other files or folders that it may write beside the target.
    [[nodiscard]] virtual std::vector<std::string> companions(const Target &target) const;

    /// Returns the bytes that must be free on disk before it starts; 0 if it can cope with a full
    /// disk.
    [[nodiscard]] virtual std::uint64_t needed_bytes(const Target &target,
                                                     const MosaicForm &form) const;

    /// Writes below `folder`, under the target's own file name. The caller moves the result into
    /// place.
    /// Throws: Error{write_failed}; Error{cancelled}; Error{corrupt_store}.
    virtual void write(const Mosaic &mosaic, const Target &target, const std::string &folder,
                       const WriteOptions &options, const RunOptions &run) const = 0;

    /// Returns true if it has write_part() and join(). Only Tessera's own writers can have them.
    [[nodiscard]] virtual bool makes_parts() const noexcept;

    /// Writes all that join() needs of one shard.
    virtual void write_part(const internal::PartWork &work, internal::PartOutput &part) const;

    /// Writes the output that write() would have written. All parts exist but haven't been verified
    /// yet. The target has the options that the parts were made with.
    virtual void join(const internal::Parts &parts, const Target &target, const std::string &folder,
                      const RunOptions &run) const;
};

/// Returns "auto" and the names of all writers.
[[nodiscard]] TESSERA_API std::vector<std::string> writer_names();

/// Returns the suffixes that writers of that name take, or all suffixes with "auto"; sorted, each
/// once. Throws: Error{invalid_argument} if there is no such writer.
[[nodiscard]] TESSERA_API std::vector<std::string> writer_suffixes(const std::string &writer);

/// Adds a writer of the host's own until the program ends. Among the writers that take a suffix,
/// the host's come first, and the latest of them before the others: see WriteOptions::writer.
/// Thread-safe.
/// Throws: Error{invalid_argument} if the writer is null, has no name, or is named "auto".
TESSERA_API void register_writer(std::shared_ptr<const Writer> writer);

/// Checks everything about an output that is known before any work: its format, whether the format
/// can hold the mosaic, whether the output exists, and whether its folder is writable.
/// Throws: as mosaic_size(); Error{unsupported}; Error{write_failed}; Error{invalid_argument} for
/// an unknown writer.
TESSERA_API void check_output(const Target &target, const MosaicForm &form,
                              const WriteOptions &options);

/// Writes a mosaic. The output appears under its name complete or not at all.
/// Progress: stage "encode", variants, for writers that compose; stage "write", px rows.
/// Throws: as check_output(); Error{cancelled}; Error{corrupt_store}.
TESSERA_API WriteReport write(const Mosaic &mosaic, const Target &target,
                              const WriteOptions &options = {}, const RunOptions &run = {});

/// The properties that a part records about itself. docs/formats.md describes the format byte by
/// byte. Parts that can be joined differ only in their shards.
struct PartInfo {
    std::string version{}; ///< of the Tessera that made it
    Shard shard{};
    Digest plan{};    ///< of the whole plan
    Digest library{}; ///< of the plan's library
    MosaicForm form{};
    std::string suffix{};  ///< of the output: ".tif"
    std::string options{}; ///< of the output's format
    std::string writer{};  ///< name of the writer whose output it is a part of
    double dpi = 0;
};

/// Returns the output that a part belongs to. The name of a part is the name of the output with a
/// suffix ".part": "wall-3.tif.part[pyramid]" belongs to a TIFF, and the result is
/// "wall-3.tif[pyramid]".
/// Throws: Error{invalid_argument} for a name that doesn't end with ".part".
[[nodiscard]] TESSERA_API Target output_of_part(const Target &part);

/// Returns what a part will record about itself. Throws: as check_shard() and output_of_part(); as
/// check_output() for the output.
[[nodiscard]] TESSERA_API PartInfo describe_part(const Mosaic &mosaic, const Target &part,
                                                 Shard shard, const WriteOptions &options);

/// Writes one part, which appears complete or not at all. Joined parts have the same bytes as the
/// output of write(). Only for the canvas writer they have the same pixels instead.
/// Throws: as describe_part(); Error{unsupported} for an overlay; Error{write_failed};
/// Error{cancelled}; Error{corrupt_store}.
TESSERA_API WriteReport write_part(const Mosaic &mosaic, const Target &part, Shard shard,
                                   const WriteOptions &options = {}, const RunOptions &run = {});

/// Returns what a part records about itself; nullopt if the file isn't a part or its header is
/// damaged.
/// Throws: Error{unreadable_image} for a file that doesn't exist or can't be read.
[[nodiscard]] TESSERA_API std::optional<PartInfo> read_part_info(const std::string &path);

/// Returns true if exactly this part exists and is complete, so that it needn't be made again.
[[nodiscard]] TESSERA_API bool is_part(const std::string &path, const PartInfo &info,
                                       const RunOptions &run = {});

/// How parts are joined.
struct JoinOptions {
    bool replace = false; ///< replaces an existing output once the new one is complete
    bool sync = false;    ///< flushes the output to disk before it gets its name
};

/// Joins the parts of one mosaic, in any order, to an output with the suffix that they were made
/// for. Every byte is checked.
/// Progress: stage "join", bytes; for parts of the canvas writer stage "write", px rows.
/// Throws: Error{parts_unfit} that names all parts that are damaged, made by another version of
/// Tessera, doubled, or of another mosaic or output than most; Error{parts_missing} that names what
/// is missing, if nothing else is wrong; Error{invalid_argument} for another suffix or other
/// options; Error{write_failed}; Error{cancelled}.
TESSERA_API WriteReport join_parts(const std::vector<std::string> &parts, const Target &target,
                                   const JoinOptions &options = {}, const RunOptions &run = {});

} // namespace tessera
