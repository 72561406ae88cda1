// Which writer takes an output.
#pragma once

#include <tessera/writer.hpp>

#include <string>

namespace tessera::internal {

/// The writer that takes a target, and why it was that one.
struct WriterChoice {
    const Writer &writer;
    std::string reason;
};

/// Throws: Error{unsupported} with the reasons of all writers that were asked;
/// Error{invalid_argument}.
[[nodiscard]] WriterChoice choose_writer(const Target &target, const MosaicForm &form,
                                         const WriteOptions &options);

/// The choice, once all that can be checked before work is found right. Throws: as check_output().
[[nodiscard]] WriterChoice checked_choice(const Target &target, const MosaicForm &form,
                                          const WriteOptions &options);

} // namespace tessera::internal
