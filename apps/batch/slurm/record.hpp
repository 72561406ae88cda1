// What batches and their tasks on other machines tell each other: small files in a folder beside
// the journal. Databases don't bear to be written by several machines at once.
// Why: docs/decisions/the-engine-knows-shards-not-clusters.md
#pragma once

#include "batch/journal/journal.hpp"

#include "batch/batch.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tessera::batch {

/// What became of a job, or of a step of it; and what it read and wrote, by which it is told
/// whether it is still done.
struct Record {
    JournalEntry entry;
    std::vector<WrittenFile> files{};
};

/// What is asked of a job's tasks.
struct TaskOrder {
    std::string manifest, job;
    std::string program; ///< the tessera command on the machine that runs it
    std::string digest;  ///< of the job as it was when it was submitted: order_digest()
    double timeout = 0;
    std::uint64_t memory = 0;
    int retries = 0;
    Record known; ///< what of it was done before
};

/// Of a job's command line, hexadecimal.
[[nodiscard]] std::string order_digest(const Job &job, const JobCommand &command);

/// The folder of a journal's records. Not thread-safe.
class RecordFolder {
  public:
    explicit RecordFolder(std::string path) : path_(std::move(path)) {}

    [[nodiscard]] static RecordFolder beside(const std::string &journal);
    [[nodiscard]] static RecordFolder of_order(const std::string &order);

    /// The path of a job's file of that kind: "json", "plan", "shard-3-of-8", "order", "log".
    [[nodiscard]] std::string file(const std::string &job, const std::string &kind) const;

    /// Nothing where there is none, or it is damaged.
    [[nodiscard]] std::optional<Record> find(const std::string &job,
                                             const std::string &step = "json") const;
    /// Throws: Error{write_failed}.
    void save(const std::string &job, const std::string &step, const Record &record) const;

    void save(const TaskOrder &order) const; ///< Throws: Error{write_failed}.
    [[nodiscard]] bool has_order(const std::string &job) const;

    void remove(const std::string &job, const std::string &kind) const noexcept;

    /// Makes what other machines have written there be seen: network disks keep lists of files.
    void look() const noexcept;

  private:
    std::string path_;
};

/// Throws: Error{unreadable_image} for a file that isn't there, or is no order.
[[nodiscard]] TaskOrder read_order(const std::string &path);

} // namespace tessera::batch
