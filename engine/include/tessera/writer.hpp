// From a mosaic to files.
#pragma once

#include <tessera/export.hpp>
#include <tessera/mosaic.hpp>
#include <tessera/session.hpp>
#include <tessera/source.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tessera {

/// Where a mosaic goes: a path, which may be followed by options of the format in brackets. Every
/// call that takes a Target takes such a text: write(mosaic, "wall.tif[compression=lzw]").
struct Target {
    std::string path{};
    std::string options{}; ///< without the brackets; empty if there are none

    Target() = default;
    TESSERA_API Target(const std::string &text);
    TESSERA_API Target(const char *text);
    /// A path and options that are apart already: nothing in the path is a bracket of options.
    TESSERA_API Target(std::string path, std::string options);

    /// Lower-case suffix of the path with its dot, for example ".tif"; empty if there is none.
    [[nodiscard]] TESSERA_API std::string suffix() const;
};

/// A picture laid over a mosaic: the classic blend. It is cropped centrally to the mosaic's shape.
struct Overlay {
    Source source;
    double opacity = 0; ///< 0 .. 1: nothing of it, nothing of the tiles
};

struct WriteOptions {
    double dpi = 300;     ///< px per inch, where the format keeps it
    bool replace = false; ///< an existing output gives way, once the new one is whole
    bool sync = false; ///< flush to disk before it gets its name, so that it outlives a power cut
    std::string writer = "auto"; ///< name of the writer to take, or "auto": the first that can
    /// Bytes that encoded variants may take; what is beyond goes to a temporary file.
    std::uint64_t memory = std::uint64_t{256} << 20;
    std::optional<Overlay> overlay{}; ///< only writers that work once per px can
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

} // namespace tessera
