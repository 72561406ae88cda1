// One process at a time changes a library.
// Why: docs/decisions/one-process-changes-a-library.md
#pragma once

#include "base/pending_output.hpp"

#include <tessera/output.hpp>
#include <tessera/run.hpp>

#include <memory>
#include <optional>
#include <string>

namespace tessera::internal {

class FileDescriptor;

/// The right to change what lies at a path, held until this is destroyed: a lock on the file
/// `.NAME.lock` beside it, which says who holds it and goes with it. A process that is killed holds
/// no lock any more; the next one takes its file over, and removes what else it left. Readers need
/// none. Not thread-safe.
class WriterLock {
  public:
    /// Waits so many seconds for another holder. Throws: Error{write_failed} that names the holder;
    /// Error{cancelled}.
    WriterLock(const std::string &path, double wait_seconds, const RunOptions &run);
    ~WriterLock();
    WriterLock(const WriterLock &) = delete;
    WriterLock &operator=(const WriterLock &) = delete;

    /// A child that inherits it holds the lock as well.
    [[nodiscard]] int descriptor() const noexcept;

  private:
    [[nodiscard]] bool try_lock();
    [[noreturn]] void refuse(const std::string &path) const;

    std::filesystem::path file_;
    std::unique_ptr<FileDescriptor> descriptor_;
    std::optional<Abandonable> abandonable_;
};

/// Removes what a killed writer of that path left, if there is any and if that can be done.
void clear_leftovers(const std::string &path) noexcept;

} // namespace tessera::internal
