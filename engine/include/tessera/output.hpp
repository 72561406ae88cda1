// Files that appear whole or not at all, and files that are wanted only for a while.
#pragma once

#include <tessera/export.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace tessera {

/// What every output is checked for before any work: that nothing of that name exists (unless
/// `replace`), that it is no folder, and that its folder is there and can be written to.
/// Throws: Error{write_failed}.
TESSERA_API void check_output_path(const std::string &path, bool replace);

/// Writes a file that appears under its name whole, or not at all.
/// Throws: Error{write_failed}, also where it exists and `replace` is false.
TESSERA_API void save_output(const std::string &path, std::string_view bytes, bool replace);

/// Removes every output that is still being written in this process. For a program that must end
/// at once, before it calls _exit(). Thread-safe, and safe while they are written.
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

/// A hidden folder. Its destructor removes it with all that is in it, and so does
/// abandon_outputs(); what a killed process leaves is removed by the next one of that name.
/// Not thread-safe.
class TESSERA_API ScratchFolder {
  public:
    /// In `folder`, named after `name` and this process.
    /// Throws: Error{write_failed} where there is no such folder, or it can't be written to.
    ScratchFolder(const std::string &folder, const std::string &name);
    ~ScratchFolder();
    ScratchFolder(const ScratchFolder &) = delete;
    ScratchFolder &operator=(const ScratchFolder &) = delete;

    [[nodiscard]] std::string path() const;

  private:
    std::unique_ptr<internal::PartialFolder> partial_;
};

} // namespace tessera
