// Outputs that appear whole or not at all.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace tessera {

/// The folder that a file of that name lies in, "." where the name has none.
[[nodiscard]] std::filesystem::path folder_of(const std::filesystem::path &path);

enum class Durability {
    buffered, ///< the system writes it when it will: a power cut may still undo it
    flushed   ///< it outlives a power cut
};

/// A path that abandon_outputs() removes as long as this lives.
class Abandonable {
  public:
    explicit Abandonable(std::filesystem::path path);
    ~Abandonable();
    Abandonable(const Abandonable &) = delete;
    Abandonable &operator=(const Abandonable &) = delete;

  private:
    std::filesystem::path path_;
};

/// Removes what killed processes left of that output: folders that nobody holds a lock on.
void remove_stale(const std::filesystem::path &final);

/// A folder beside the final name, to write an output in. commit() moves what was written into
/// place; otherwise the destructor removes it. The folder is locked while it is in use, so that the
/// next output of that name can remove the ones that a killed process left. Not thread-safe.
class PendingOutput {
  public:
    /// Throws: as check_output_path().
    PendingOutput(const std::string &path, bool replace);
    ~PendingOutput();
    PendingOutput(const PendingOutput &) = delete;
    PendingOutput &operator=(const PendingOutput &) = delete;

    /// Where to write. A file here gets the name that it has below folder().
    [[nodiscard]] const std::filesystem::path &folder() const noexcept { return folder_; }
    [[nodiscard]] std::string path() const; ///< folder() / the final file name

    struct Result {
        std::string path; ///< of the file that appeared last: of a tree, the one that leads into it
        std::uint64_t bytes = 0;
    };

    /// Moves what lies in folder() into place, folders first, once it is as safe as asked for.
    /// Throws: Error{write_failed}; then nothing new stands in place.
    Result commit(Durability durability);

  private:
    void publish(const std::filesystem::path &entry);

    std::filesystem::path final_;
    std::filesystem::path folder_;
    bool replace_;
    struct Lock;
    std::unique_ptr<Lock> lock_;
    std::optional<Abandonable> abandonable_;
};

} // namespace tessera
