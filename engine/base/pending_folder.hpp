// Outputs that are a folder: they appear whole or not at all, and stay while they are read.
// Why: docs/decisions/outputs-appear-whole.md
// Why: docs/decisions/readers-lock-a-folder.md
#pragma once

#include "base/file_descriptor.hpp"
#include "base/partial_folder.hpp"

#include <filesystem>
#include <optional>
#include <string>

namespace tessera::internal {

/// A hidden folder beside the final name, to write in. commit() gives it that name, in one step
/// with taking it from the folder that had it; otherwise the destructor removes it.
/// Not thread-safe.
class PendingFolder {
  public:
    /// A link stands for the folder that it leads to. Throws: Error{write_failed} for a name that
    /// something has, unless it is a folder and `replace` says that it may go.
    PendingFolder(const std::string &path, bool replace);

    [[nodiscard]] const std::filesystem::path &path() const noexcept { return partial_.path(); }
    [[nodiscard]] const std::filesystem::path & final() const noexcept { return final_; }

    /// Once it has its name it outlives a power cut. What had the name is removed with all that is
    /// in it, as soon as no SharedFolder reads it. Throws: Error{write_failed}; then nothing
    /// changed.
    void commit();

  private:
    std::filesystem::path final_;
    bool replace_;
    PartialFolder partial_;
};

/// A folder that is read file by file: a PendingFolder that takes its name leaves it as it is,
/// under a hidden name, and the last one who reads it removes it. A process that was killed leaves
/// it to the next output of that name. Where a file system knows no locks, it goes at once.
class SharedFolder {
  public:
    /// Throws: Error{unreadable_image}.
    explicit SharedFolder(const std::string &path);
    ~SharedFolder();
    SharedFolder(const SharedFolder &) = delete;
    SharedFolder &operator=(const SharedFolder &) = delete;

    /// Its descriptor, for openat().
    [[nodiscard]] int get() const noexcept { return folder_->get(); }

  private:
    std::filesystem::path name_; ///< when it was opened
    std::optional<FileDescriptor> folder_;
};

} // namespace tessera::internal
