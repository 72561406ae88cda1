// Whether failures come from too many open files.
#pragma once

#include <string_view>

namespace tessera::internal {

/// Whether the words of a program or a library say that too many files are open. Programs say it in
/// words, and the system's loader by its number.
[[nodiscard]] bool says_too_many_files(std::string_view words);

/// Whether this process can open fewer files than reading a picture takes. Ask it after a failure
/// for which nobody gives a reason. Thread-safe.
[[nodiscard]] bool lacks_descriptors();

/// What the system says of EMFILE.
[[nodiscard]] std::string_view too_many_files();

} // namespace tessera::internal
