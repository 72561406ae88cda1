// Hidden folders beside outputs, in which they are written.
// Why: docs/decisions/outputs-appear-whole.md
#pragma once

#include <tessera/error.hpp>
#include <tessera/output.hpp>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace tessera::internal {

/// A folder `.NAME.partial-PID-N` beside an output NAME. It is locked while it is in use, so that
/// the next output of that name can remove the ones that a killed process left. Not thread-safe.
class PartialFolder {
  public:
    /// Removes those of the output that nobody uses, and makes one. Throws: Error{write_failed}.
    explicit PartialFolder(std::filesystem::path output);
    ~PartialFolder(); ///< removes it, unless it was released
    PartialFolder(const PartialFolder &) = delete;
    PartialFolder &operator=(const PartialFolder &) = delete;

    [[nodiscard]] const std::filesystem::path &path() const noexcept { return path_; }

    /// abandon_outputs() passes it over from now on.
    void withhold() noexcept;

    /// Another folder is at path() now, or none: nothing is locked or removed any more.
    /// REQUIRES: withhold() was called before that changed.
    void release() noexcept;

  private:
    std::filesystem::path output_, path_;
    struct Lock;
    std::unique_ptr<Lock> lock_; ///< none once it was released
    std::optional<Abandonable> abandonable_;
};

/// Removes what killed processes left of that output: folders that nobody holds a lock on.
void remove_stale(const std::filesystem::path &final);

/// Whether a folder has the name of a partial one.
[[nodiscard]] bool is_partial_folder(const std::filesystem::path &path);

/// Whether that folder is the one that was opened as `fd`.
[[nodiscard]] bool is_same_folder(const std::filesystem::path &path, int fd);

/// Removes a folder that nobody holds a lock on. One that is read stays: who reads it last, or the
/// next output of its name, removes it.
void remove_unless_locked(const std::filesystem::path &folder);

/// The folder that a file of that name lies in, "." where the name has none.
[[nodiscard]] std::filesystem::path folder_of(const std::filesystem::path &path);

/// An error about writing `path`: "cannot write 'wall.png': it exists already".
[[nodiscard]] Error unwritable(const std::filesystem::path &path, const std::string &why);

/// Throws: Error{write_failed} unless files can be made beside `output`.
void check_folder_of(const std::filesystem::path &output);

} // namespace tessera::internal
