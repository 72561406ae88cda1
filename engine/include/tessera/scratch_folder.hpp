// Files that are wanted only for a while.
#pragma once

#include <tessera/export.hpp>

#include <memory>
#include <string>

namespace tessera {

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
