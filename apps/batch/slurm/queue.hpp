// Jobs that Slurm has: what became of them.
#pragma once

#include "batch/slurm/record.hpp"
#include "batch/slurm/slurm.hpp"

#include "batch/batch.hpp"

#include <map>
#include <stop_token>
#include <string>
#include <vector>

namespace tessera::batch {

/// How the jobs of a journal stand that were submitted. Not thread-safe.
class Queue {
  public:
    Queue(const std::string &journal, const Manifest &manifest)
        : manifest_(manifest), records_(RecordFolder::beside(journal)) {}

    /// Has Slurm tell. Throws: as slurm_states().
    void ask(const std::stop_token &cancel) { states_ = slurm_states(cancel); }

    /// Makes results be seen that came since. After ask(), if both are wanted: a task leaves its
    /// result before it ends.
    void look() const { records_.look(); }

    /// How a job stands, and what it wrote if it is done. asked: Slurm was, since it was submitted,
    /// so a job that it hasn't any more has ended, whether it left a result or not.
    [[nodiscard]] Record find(const std::string &name, const std::vector<std::string> &ids,
                              bool asked) const;

    /// The same, and writes down what has ended. REQUIRES: the journal's lock.
    JobResult settle(Journal &journal, const std::string &name, const std::vector<std::string> &ids,
                     bool asked) const;

    /// Whether it waits or runs.
    [[nodiscard]] static bool is_open(const JobResult &result);

  private:
    const Manifest &manifest_;
    RecordFolder records_;
    std::map<std::string, SlurmState> states_;
};

/// Jobs by name.
using QueuedJobs = std::map<std::string, JobResult>;

/// Writes down in the journal of that path what became of jobs that Slurm had. Returns those that
/// it still has, as running or queued; all without a result where Slurm can't be asked.
/// REQUIRES: the journal's lock.
[[nodiscard]] QueuedJobs settle_queue(Journal &journal, const std::string &path,
                                      const Manifest &manifest);

/// The same; but where a batch has the lock nothing is written down.
[[nodiscard]] QueuedJobs look_at_queue(const std::string &path, const Manifest &manifest);

} // namespace tessera::batch
