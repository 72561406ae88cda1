// Renaming that replaces files and folders without a moment at which neither stands there.
#pragma once

#include <filesystem>

namespace tessera::internal {

/// Exchanges what two names of one file system stand for, in one step. A file system that can't
/// do that renames a file over the other, and exchanges folders in three steps: a process that is
/// killed between them leaves the old folder under a hidden name, from which restore_replaced()
/// brings it back. Throws: Error{write_failed}; then nothing has changed.
void exchange(const std::filesystem::path &fresh, const std::filesystem::path &final);

/// Gives `fresh` the name `final`, which nothing has.
/// Throws: Error{write_failed}, also if something has that name; then nothing has changed.
void rename_to_free(const std::filesystem::path &fresh, const std::filesystem::path &final);

/// Undoes an exchange() of folders that a kill cut short: brings `final` back if nothing stands
/// there, and otherwise removes what it stood for before, unless somebody still reads that.
void restore_replaced(const std::filesystem::path &final);

} // namespace tessera::internal
