// A mosaic in parts: each made by itself, wherever that is, and all of them joined to one output.
#pragma once

#include <tessera/digest.hpp>
#include <tessera/export.hpp>
#include <tessera/geometry.hpp>
#include <tessera/mosaic.hpp>
#include <tessera/session.hpp>
#include <tessera/shard.hpp>
#include <tessera/writer.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace tessera {

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
