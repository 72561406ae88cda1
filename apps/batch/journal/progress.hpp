// What of a job is done already, and what it may write.
#pragma once

#include "batch/journal/journal.hpp"
#include "batch/journal/stamp.hpp"

#include <string>
#include <vector>

namespace tessera::batch {

/// The journal's entry of a job with these stamps, where it is done and all that it wrote is still
/// there as it was written.
[[nodiscard]] std::optional<JournalEntry> still_done(const Journal &journal, const Job &job,
                                                     const JobStamp &stamp);

/// Whether it was done with these stamps, and all that it wrote is still there as it was written.
[[nodiscard]] bool is_as_written(const JournalEntry &entry, const std::vector<WrittenFile> &written,
                                 const Job &job, const JobStamp &stamp);

/// What a job has just written. Throws: Error{write_failed} where something isn't there.
[[nodiscard]] std::vector<WrittenFile> written_by(const Job &job);

/// Whether every output that is there is the job's own, by the journal.
[[nodiscard]] bool owns_outputs(const Journal &journal, const Job &job);

/// Why a job may not write its outputs: some are there, aren't its own, and neither brought up to
/// date nor replaced by the user's wish. Empty where it may.
[[nodiscard]] std::string others_outputs(const Journal &journal, const Job &job,
                                         const JobCommand &command, const BatchOptions &options);

} // namespace tessera::batch
