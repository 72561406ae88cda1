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

/// Runs `work`; a VError becomes Error{code, message, libvips' text}. Put it where pixels are
/// pulled: a pipeline that was only built has not failed yet.
template <class Work>
decltype(auto) guarded(ErrorCode code, const std::string &message, Work &&work) {
    try {
        return std::forward<Work>(work)();
    } catch (const vips::VError &) {
        throw Error(code, message, take_vips_error());
    }
}

} // namespace tessera::internal
