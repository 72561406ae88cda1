// Outputs that appear whole or not at all.
// Why: docs/decisions/outputs-appear-whole.md
// Why: docs/decisions/mosaics-are-not-flushed-by-default.md
#pragma once

#include "base/partial_folder.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>

namespace tessera::internal {

enum class Durability {
    buffered, ///< the system writes it when it will: a power cut may still undo it
    flushed   ///< it outlives a power cut
};

/// A folder beside the final name, to write an output in. commit() moves what was written into
/// place; otherwise the destructor removes it. Not thread-safe.
class PendingOutput {
  public:
    /// Throws: as check_output_path().
    PendingOutput(const std::string &path, bool replace);
    ~PendingOutput();
    PendingOutput(const PendingOutput &) = delete;
    PendingOutput &operator=(const PendingOutput &) = delete;

    /// Where to write. A file here gets the name that it has below folder().
    [[nodiscard]] const std::filesystem::path &folder() const noexcept { return partial_->path(); }
    [[nodiscard]] std::string path() const; ///< folder() / the final file name

    struct Result {
        std::string path; ///< of the file that appeared last: of a tree, the one that leads into it
        std::uint64_t bytes = 0;
    };

    /// Moves what lies in folder() into place, folders first, once it is as safe as asked for. Each
    /// file and each folder takes the place of the one before in one step: see exchange().
    /// Throws: Error{write_failed}; then what stood there before stands there still.
    Result commit(Durability durability);

  private:
    void publish(std::span<const std::filesystem::path> entries);

    std::filesystem::path final_;
    bool replace_;
    std::optional<PartialFolder> partial_;
};

} // namespace tessera::internal
