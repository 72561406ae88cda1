// What of a batch is done, in a database that survives whatever ends us.
// Why: docs/decisions/a-job-is-done-when-the-journal-says-so.md
#pragma once

#include "batch/batch.hpp"
#include "batch/journal/database.hpp"

#include <tessera/digest.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace tessera::batch {

/// What is known of a job, of its last run.
struct JournalEntry {
    JobResult result;
    std::string digest{}, kind{}; ///< of its JobStamp, hexadecimal
    std::uint64_t input_bytes = 0;
};

/// An output, and what it was like when its job had written it.
struct WrittenFile {
    std::string path;
    std::string stamp; ///< empty while it is being written
};

/// Not thread-safe. After an error it can be used further: nothing of the call that failed is kept.
class Journal {
  public:
    using Access = Database::Access;

    /// Access::write makes it if there is none. Access::read changes nothing: if there is none, an
    /// empty one stands for it.
    /// Throws: Error{write_failed}; Error{corrupt_store} for what is no journal.
    Journal(const std::string &path, Access access);
    ~Journal();
    Journal(const Journal &) = delete;
    Journal &operator=(const Journal &) = delete;

    [[nodiscard]] std::optional<JournalEntry> find(const std::string &job) const;

    /// What a job wrote, or began to.
    [[nodiscard]] std::vector<WrittenFile> outputs_of(const std::string &job) const;

    /// Jobs of that kind that were done.
    [[nodiscard]] std::vector<JournalEntry> done_of(const std::string &kind) const;

    /// Jobs that Slurm has, by their names, with its ids of them.
    [[nodiscard]] std::map<std::string, std::vector<std::string>> queued() const;

    /// It runs, or is queued, from now on, and these outputs are its own.
    void begin(const Job &job, const JournalEntry &entry);

    /// Slurm has it, until end(); without ids it hasn't any more.
    void queue(const std::string &job, const std::vector<std::string> &ids);

    /// What became of it. files: all that it wrote, where it is done.
    void end(const Job &job, const JournalEntry &entry, const std::vector<WrittenFile> &files);

  private:
    Database database_;
    std::uint64_t schema_; ///< of the tables as they are
};

} // namespace tessera::batch
