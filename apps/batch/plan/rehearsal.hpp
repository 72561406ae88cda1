// A few jobs tried for real, in a folder of their own, to see what they take.
#pragma once

#include "base/partial_folder.hpp"
#include "batch/child.hpp"
#include "batch/plan/estimate.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace tessera::batch {

/// Not thread-safe.
class Rehearsal {
  public:
    /// to_do: jobs whose outputs aren't there yet. Its folder lies beside the journal.
    Rehearsal(const Manifest &manifest, std::span<const JobCommand> commands,
              const BatchOptions &options, const RunOptions &run, std::vector<bool> to_do);

    /// What the job itself finds wrong before any work, empty where that is nothing, or can't be
    /// told yet. REQUIRES: its command checks.
    [[nodiscard]] std::string check(std::size_t job);

    /// Does a job, and what it waits for. Samples of what it took: of a library several, with some
    /// of its photos. None where it failed; then `failure` says why, unless it is what it waits for
    /// that failed.
    [[nodiscard]] std::vector<Sample> samples_of(std::size_t job, std::string &failure);

  private:
    struct Tried {
        std::vector<Sample> samples{};
        std::string failure{};
        std::map<std::string, std::string> outputs{}; ///< where they lie for now
        bool partly = false;  ///< a library of some photos, or made with one
        bool in_vain = false; ///< not tried, for what it waits for failed
    };

    [[nodiscard]] bool waits_in_vain(std::size_t job);

    Tried &tried(std::size_t job);
    Tried attempt(std::size_t job);
    Tried attempt_library(std::size_t job, const std::vector<std::string> &photos);
    /// The job with what it reads and writes in the folder.
    [[nodiscard]] Job moved(std::size_t job, const Tried &to, bool &partly);
    [[nodiscard]] ChildResult run(const Job &job, const std::vector<std::string> &more);
    [[nodiscard]] const JobCommand &command(std::size_t job) const;
    [[nodiscard]] Tried new_outputs(std::size_t job);

    const Manifest &manifest_;
    std::span<const JobCommand> commands_;
    const BatchOptions &options_;
    const RunOptions &run_;
    std::vector<bool> to_do_;
    internal::PartialFolder folder_;
    std::map<std::size_t, Tried> tried_;
    int outputs_ = 0;
};

} // namespace tessera::batch
