// The one exception type of Tessera.
#pragma once

#include <tessera/export.hpp>

#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

namespace tessera {

enum class ErrorCode {
    invalid_argument, ///< an option or argument that no input could make right
    unreadable_image, ///< a photo, source or plan that is missing, damaged or not a picture
    corrupt_store,    ///< a tile library that is damaged, or not the one that was asked for
    unsupported,      ///< right in itself, but beyond what a format or this build can do
    write_failed,     ///< an output that exists already or can't be written
    cancelled,        ///< the caller asked to stop
};

/// Lower-case name of a code as reports show it, for example "unreadable_image".
[[nodiscard]] TESSERA_API std::string_view name_of(ErrorCode code) noexcept;

/// what() is a sentence that names the file, what was wanted and what was found. detail() is what
/// the library beneath said of it, as it said it; it may be empty.
class TESSERA_API Error : public std::runtime_error {
  public:
    Error(ErrorCode code, const std::string &message, std::string detail = {});
    ~Error() override;

    [[nodiscard]] ErrorCode code() const noexcept { return code_; }
    [[nodiscard]] const std::string &detail() const noexcept { return detail_; }

  private:
    ErrorCode code_;
    std::string detail_;
};

/// The name that differs least from a word that isn't one of them, for an error to suggest; empty
/// where none is like it.
[[nodiscard]] TESSERA_API std::string nearest_name(std::string_view word,
                                                   std::span<const std::string> names);

} // namespace tessera
