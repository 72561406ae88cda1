// Every output that some writer writes, and mosaics to write: what the contract of writers goes
// over.
#pragma once

#include "support/images.hpp"

#include <tessera/writer.hpp>

#include <map>
#include <string>
#include <string_view>
#include <vector>
#include <vips/vips8>

namespace tessera::test {

/// A writer, and one of the suffixes that it takes.
struct Output {
    std::string writer, suffix;

    /// "name" with the suffix, below the folder.
    [[nodiscard]] Target target(const TemporaryFolder &folder, const std::string &name) const;

    /// The options to have this very writer write it.
    [[nodiscard]] WriteOptions options(bool replace = false) const;

    [[nodiscard]] const Writer &get() const;

    /// Why it isn't written, a whole sentence; empty if it is.
    [[nodiscard]] std::string refusal(const Target &target, const MosaicForm &form) const;

    /// "composed .png"
    [[nodiscard]] std::string text() const { return writer + " " + suffix; }
};

/// Every suffix of every writer.
[[nodiscard]] std::vector<Output> outputs();

/// The same without suffixes whose files are those of another one, to the byte.
[[nodiscard]] std::vector<Output> distinct_outputs();

/// What a format keeps of the canvas.
enum class Keeps {
    pixels,          ///< all of them, to the bit
    red,             ///< the first of their values
    grey,            ///< their lightness
    black_and_white, ///< whether they are light
    likeness,        ///< what its codec makes of them
    unread           ///< files that libvips doesn't read
};

/// Everything but for the formats that are known to keep less, so that a new one has to be exact.
[[nodiscard]] Keeps kept_by(const std::string &suffix);

/// The px of an output, 8-bit sRGB or grey, in memory.
[[nodiscard]] vips::VImage decoded(const Output &output, const WriteReport &report,
                                   const MosaicForm &form);

/// Files below a folder by their paths, hidden ones too, and what is in them.
using Files = std::map<std::string, std::string>;

[[nodiscard]] Files files_of(const TemporaryFolder &folder);

/// A mosaic, and what is special about it.
struct Subject {
    std::string_view text;
    Mosaic mosaic;
};

/// Square tiles, turned, mirrored, tinted and enlarged, with empty cells of a colour.
[[nodiscard]] Mosaic usual_mosaic(const TemporaryFolder &folder, Grid grid = {9, 7});

/// Mosaics of every kind, small ones.
[[nodiscard]] std::vector<Subject> subjects(const TemporaryFolder &folder);

} // namespace tessera::test
