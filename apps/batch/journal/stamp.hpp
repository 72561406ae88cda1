// Whether files are still what they were.
#pragma once

#include "batch/manifest/expand.hpp"

#include <tessera/digest.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace tessera::batch {

/// The files that a path stands for: itself, all files of a folder, the numbered pictures of
/// frame.%04d.png, the file that leads into a deep zoom. Sorted; none where there is nothing.
/// Hidden files don't count.
[[nodiscard]] std::vector<std::filesystem::path> files_at(const std::string &path);

/// Digest of the names, sizes and times of files, and the sum of their bytes: contents aren't read,
/// since a night's work would begin with hours of it.
struct Stamp {
    Digest digest;
    std::uint64_t bytes = 0;
};

/// Nothing where there are no files.
[[nodiscard]] std::optional<Stamp> stamp_of(const std::string &path);

/// What decides what a job makes: this version, its options, the stamps of what it reads.
struct JobStamp {
    Digest digest; ///< differs where the job is to be done again
    Digest kind;   ///< the same of jobs that differ in their inputs and outputs alone
    std::uint64_t input_bytes = 0;
};

/// Throws: Error{unreadable_image} for an input that isn't there.
[[nodiscard]] JobStamp stamp_of(const Job &job, const JobCommand &command,
                                const std::string &folder);

/// The kind alone, and the inputs as far as they are there.
[[nodiscard]] JobStamp kind_of(const Job &job, const JobCommand &command,
                               const std::string &folder);

/// The files that a job takes photos from, whether they are photos or not. Sorted.
[[nodiscard]] std::vector<std::string> photo_files(const Job &job, const JobCommand &command,
                                                   const std::string &folder);

} // namespace tessera::batch
