// The files of photos as they are now: where they are, how large, how old.
#pragma once

#include <tessera/library.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tessera::internal {

/// Makes paths absolute and normal, as std::filesystem would, in a fraction of its time.
class AbsolutePaths {
  public:
    AbsolutePaths();

    [[nodiscard]] std::string of(const std::string &path) const;

  private:
    std::string folder_; ///< the current one, with '/' at its end
};

/// What of a file tells whether it is still the one that it was.
struct PhotoFile {
    std::string path; ///< absolute
    std::uint64_t bytes = 0;
    std::int64_t modified_ns = 0;
};

/// The file of each photo; a file that is gone counts as empty.
[[nodiscard]] std::vector<PhotoFile> files_of(std::span<const Photo> photos, int threads);

/// Digest of a whole file. Nothing where it can't be read, or isn't a regular file.
[[nodiscard]] std::optional<Digest> hash_file(const std::string &path);

} // namespace tessera::internal
