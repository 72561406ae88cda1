// The border between libvips' errors and ours. Nobody else touches libvips' error buffer.
#pragma once

#include <tessera/error.hpp>

#include <string>
#include <utility>
#include <vips/vips8>

namespace tessera::internal {

/// libvips' error text, taken and cleared in one step. The buffer is the process's: with several
/// threads at work the text may be another's, so it is only ever a detail. Thread-safe.
[[nodiscard]] std::string take_vips_error();

/// The error of a libvips call that failed: Error{code, message, libvips' text}. If the process can
/// open no more files, the message says that in the place of the reason behind its first colon.
/// Thread-safe.
[[nodiscard]] Error vips_failure(ErrorCode code, const std::string &message);

/// Runs `work`; a VError becomes vips_failure(). Put it where pixels are pulled: a pipeline that
/// was only built has not failed yet.
template <class Work>
decltype(auto) guarded(ErrorCode code, const std::string &message, Work &&work) {
    try {
        return std::forward<Work>(work)();
    } catch (const vips::VError &) {
        throw vips_failure(code, message);
    }
}

} // namespace tessera::internal
