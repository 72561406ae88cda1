// What of a batch is done, in a database that survives whatever ends us.
// Why: docs/decisions/a-job-is-done-when-the-journal-says-so.md
#pragma once

#include "batch/batch.hpp"
#include <tessera/digest.hpp>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

struct sqlite3;

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

/// SQLite's one door. Not thread-safe.
class Journal {
  public:
    enum class Access { read, write };

    /// Made where there is none; where it is only to be read, an empty one stands for it.
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
    struct Close {
        void operator()(sqlite3 *database) const noexcept;
    };

    void run(const char *sql);
    [[noreturn]] void fail(const std::string &what) const;

    class Statement;

    std::string path_;
    std::unique_ptr<sqlite3, Close> database_;
};

} // namespace tessera::batch
