// Output files that appear complete or not at all, and temporary files that are always removed.
#pragma once

#include <tessera/export.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace tessera {

/// Checks an output path before any work: nothing of that name exists (unless `replace`), it isn't
/// a folder, and its parent folder exists and is writable.
/// Throws: Error{write_failed}.
TESSERA_API void check_output_path(const std::string &path, bool replace);

/// Writes a file, which appears under its name complete or not at all.
/// Throws: Error{write_failed}, also if the file exists and `replace` is false.
TESSERA_API void save_output(const std::string &path, std::string_view bytes, bool replace);

/// Removes all outputs that this process is still writing. Call it before _exit() in a program that
/// must end at once. Thread-safe, also while outputs are being written.
TESSERA_API void abandon_outputs() noexcept;

/// A file or folder of the program's own that abandon_outputs() removes, too, as long as this
/// object lives. The constructor and the destructor are thread-safe.
class TESSERA_API Abandonable {
  public:
    explicit Abandonable(std::string path);
    ~Abandonable();
    Abandonable(const Abandonable &) = delete;
    Abandonable &operator=(const Abandonable &) = delete;

  private:
    std::string path_;
};

namespace internal {
class PartialFolder;
}

/// A hidden temporary folder. The destructor and abandon_outputs() remove it with everything in it.
/// If a process is killed, the next ScratchFolder of that name removes what was left. Not
/// thread-safe.
class TESSERA_API ScratchFolder {
  public:
    /// Makes a folder within `folder`. Its name consists of `name` and the number of this process.
    /// Throws: Error{write_failed} if `folder` doesn't exist or isn't writable.
    ScratchFolder(const std::string &folder, const std::string &name);
    ~ScratchFolder();
    ScratchFolder(const ScratchFolder &) = delete;
    ScratchFolder &operator=(const ScratchFolder &) = delete;

    /// Returns the path of the folder.
    [[nodiscard]] std::string path() const;

  private:
    std::unique_ptr<internal::PartialFolder> partial_;
};

} // namespace tessera
