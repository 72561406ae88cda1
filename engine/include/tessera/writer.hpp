// From a mosaic to files: at once, or in parts that are made apart and joined.
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

/// A picture laid over a mosaic: the classic blend. It is cropped centrally to the mosaic's shape.
struct Overlay {
    Source source;
    double opacity = 0; ///< 0 .. 1: nothing of it, nothing of the tiles

    bool operator==(const Overlay &) const = default;
};

struct WriteOptions {
    double dpi = 300;     ///< px per inch, where the format keeps it
    bool replace = false; ///< an existing output gives way, once the new one is whole
    bool sync = false; ///< flush to disk before it gets its name, so that it outlives a power cut
    std::string writer = "auto"; ///< name of the writer to take, or "auto": the first that can
    /// Bytes that encoded variants may take; what is beyond goes to a temporary file.
    std::uint64_t memory = std::uint64_t{256} << 20;
    std::optional<Overlay> overlay{}; ///< only writers that work once per px can

    bool operator==(const WriteOptions &) const = default;
};

struct WriteReport {
    std::string path{};      ///< of the file, or of the one that leads into a tree of files
    std::string writer{};    ///< that wrote it
    std::string reason{};    ///< why that one
    std::uint64_t bytes = 0; ///< of the file, or of all files of a tree
};

namespace internal {
class PartOutput;
class Parts;
struct PartWork;
} // namespace internal

/// One way to turn a mosaic into files. Stateless; thread-safe.
class TESSERA_API Writer {
  public:
    virtual ~Writer();
    /// What users choose it by; several writers of different formats may share a name.
    [[nodiscard]] virtual std::string_view name() const noexcept = 0;

    /// Whether it draws every px, so that a picture can be laid over them.
    [[nodiscard]] virtual bool draws() const noexcept;

    /// Whether files of that suffix (see Target::suffix()) are its business at all.
    [[nodiscard]] virtual bool takes(const std::string &suffix) const = 0;

    /// Empty if it can write a mosaic of that form to that target, and knows the target's options;
    /// else why not, as a clause. REQUIRES: takes(target.suffix()).
    [[nodiscard]] virtual std::string refusal(const Target &target,
                                              const MosaicForm &form) const = 0;

    /// Everything beside the target that may appear: names of files or folders in its folder.
    [[nodiscard]] virtual std::vector<std::string> companions(const Target &target) const;

    /// Bytes that must be free on disk before it starts; 0 if it copes with a disk that fills up.
    [[nodiscard]] virtual std::uint64_t needed_bytes(const Target &target,
                                                     const MosaicForm &form) const;

    /// Writes below `folder`, under the target's own file name: the caller moves it into place.
    virtual void write(const Mosaic &mosaic, const Target &target, const std::string &folder,
                       const WriteOptions &options, const RunOptions &run) const = 0;

    /// Whether it has the two below, which are for writers of Tessera's own.
    [[nodiscard]] virtual bool makes_parts() const noexcept;

    /// Writes what join() needs of one shard.
    virtual void write_part(const internal::PartWork &work, internal::PartOutput &part) const;

    /// Writes what write() would have written. The parts are all there, not yet verified; the
    /// target has the options that they were made with.
    virtual void join(const internal::Parts &parts, const Target &target, const std::string &folder,
                      const RunOptions &run) const;
};

/// "auto", and every name that a writer has.
[[nodiscard]] TESSERA_API std::vector<std::string> writer_names();

/// Adds a writer of the host's, for the rest of the program. Of the writers that take a suffix
/// those of the host are asked first, the last one added before the others; see
/// WriteOptions::writer. Thread-safe. Throws: Error{invalid_argument} for none, one without a name,
/// or one named "auto".
TESSERA_API void register_writer(std::shared_ptr<const Writer> writer);

/// Everything about an output that can be told before any work: its format, what the format can
/// hold, whether it exists, whether its folder can be written to.
/// Throws: Error{unsupported}, Error{write_failed}; Error{invalid_argument} for a writer that there
/// isn't, or as mosaic_size().
TESSERA_API void check_output(const Target &target, const MosaicForm &form,
                              const WriteOptions &options);

/// Writes the mosaic. The output appears under its name whole, or not at all.
/// Progress: stage "encode" of writers that compose, in variants; stage "write", in px rows.
/// Throws: as check_output(); Error{cancelled}; Error{corrupt_store}.
TESSERA_API WriteReport write(const Mosaic &mosaic, const Target &target,
                              const WriteOptions &options = {}, const RunOptions &run = {});

/// What a part says of itself; docs/formats.md has it to the byte. Parts that are to be joined
/// differ in their shard alone.
struct PartInfo {
    std::string version{}; ///< of Tessera, that made it
    Shard shard{};
    Digest plan{};    ///< of all that stands in the plan
    Digest library{}; ///< as in the plan
    MosaicForm form{};
    std::string suffix{};  ///< of the output, for example ".tif"
    std::string options{}; ///< of the output's format
    std::string writer{};  ///< whose output it is a part of
    double dpi = 0;
};

/// A part's own name ends with ".part", and what stands before that is as of an output:
/// "wall-3.tif.part[pyramid]" is a part of a TIFF. Gives the output that is meant, "wall-3.tif".
/// Throws: Error{invalid_argument} for a name that doesn't end so.
[[nodiscard]] TESSERA_API Target output_of_part(const Target &part);

/// What it will say of itself. Throws: as check_shard(), output_of_part(), and as check_output()
/// of the output that it is a part of.
[[nodiscard]] TESSERA_API PartInfo describe_part(const Mosaic &mosaic, const Target &part,
                                                 Shard shard, const WriteOptions &options);

/// Makes one part. Parts that are joined are the bytes that write() makes at once, but for what
/// the canvas writes: there they are the pixels. The part appears whole, or not at all.
/// Throws: as describe_part(); Error{unsupported} for an overlay; Error{write_failed};
/// Error{cancelled}; Error{corrupt_store}.
TESSERA_API WriteReport write_part(const Mosaic &mosaic, const Target &part, Shard shard,
                                   const WriteOptions &options = {}, const RunOptions &run = {});

/// Nothing where the file isn't a part, or its header is damaged.
/// Throws: Error{unreadable_image} for a file that isn't there or can't be read.
[[nodiscard]] TESSERA_API std::optional<PartInfo> read_part_info(const std::string &path);

/// Whether that very part is there, whole: then it need not be made again.
[[nodiscard]] TESSERA_API bool is_part(const std::string &path, const PartInfo &info,
                                       const RunOptions &run = {});

struct JoinOptions {
    bool replace = false; ///< an existing output gives way, once the new one is whole
    bool sync = false;    ///< flush to disk before it gets its name
};

/// Joins the parts of one mosaic, in any order, to an output of the suffix that they were made for.
/// Every byte is checked. Progress: stage "join", bytes; of canvas parts "write", px rows.
/// Throws: Error{parts_unfit} that names all parts that are damaged, made by another version of
/// Tessera, doubled, or of another mosaic or output than most; Error{parts_missing} that names what
/// is missing, where nothing else is wrong; Error{invalid_argument} for another suffix, or options;
/// Error{write_failed}; Error{cancelled}.
TESSERA_API WriteReport join_parts(const std::vector<std::string> &parts, const Target &target,
                                   const JoinOptions &options = {}, const RunOptions &run = {});

} // namespace tessera
