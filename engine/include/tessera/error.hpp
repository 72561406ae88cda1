// The one exception type of Tessera.
#pragma once

#include <tessera/export.hpp>

#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

namespace tessera {

/// The kinds of failure.
enum class ErrorCode {
    invalid_argument, ///< an option or argument that is wrong whatever the input
    unreadable_image, ///< a photo, source or plan that is missing, damaged or not a picture
    corrupt_store,    ///< a tile library that is damaged, or another one than expected
    unsupported,      ///< valid, but beyond what a format or this build can do
    write_failed,     ///< an output that already exists or can't be written
    parts_missing,    ///< a join lacks some parts; they may still arrive
    parts_unfit,      ///< a join has parts that are damaged, doubled, or of another whole
    cancelled,        ///< the caller asked to stop
};

/// Returns the lower-case name of a code, as reports show it: "unreadable_image".
[[nodiscard]] TESSERA_API std::string_view name_of(ErrorCode code) noexcept;

/// The exception that Tessera throws. what() is a sentence that names the file, what was wanted and
/// what was found.
class TESSERA_API Error : public std::runtime_error {
  public:
    Error(ErrorCode code, const std::string &message, std::string detail = {});
    ~Error() override;

    /// Returns the kind of the failure.
    [[nodiscard]] ErrorCode code() const noexcept { return code_; }
    /// Returns the words of the library beneath, unchanged. May be empty.
    [[nodiscard]] const std::string &detail() const noexcept { return detail_; }

  private:
    ErrorCode code_;
    std::string detail_;
};

/// Returns the name that is most similar to a mistyped word, for an error message to suggest. Empty
/// if no name is similar.
[[nodiscard]] TESSERA_API std::string nearest_name(std::string_view word,
                                                   std::span<const std::string> names);

} // namespace tessera
