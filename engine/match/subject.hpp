// What is matched, on disk or in memory.
#pragma once

#include <tessera/matcher.hpp>
#include <tessera/session.hpp>
#include <tessera/source.hpp>

#include <functional>
#include <string>

namespace tessera {

struct Subject {
    std::string name;
    Size size; ///< px
    /// Hands on the means of an area's parts, as Source::stream_averages() does.
    std::function<void(const Rect &area, const AveragingSink &sink)> stream;
};

/// What is referred to must outlive them. Progress: stage "match", of a Source.
[[nodiscard]] Subject subject_of(const Source &source, const RunOptions &run);

/// Throws: Error{invalid_argument} for another number of bytes than the px have.
[[nodiscard]] Subject subject_of(const PictureView &view, const RunOptions &run);

} // namespace tessera
