#include "batch/journal/progress.hpp"

#include "batch/child.hpp"

#include <tessera/error.hpp>

#include <algorithm>
#include <spdlog/fmt/fmt.h>

namespace tessera::batch {

std::optional<JournalEntry> still_done(const Journal &journal, const Job &job,
                                       const JobStamp &stamp) {
    auto entry = journal.find(job.name);
    if (!entry || !is_as_written(*entry, journal.outputs_of(job.name), job, stamp))
        return std::nullopt;
    entry->result.state = JobState::up_to_date;
    return entry;
}

bool is_as_written(const JournalEntry &entry, const std::vector<WrittenFile> &written,
                   const Job &job, const JobStamp &stamp) {
    if (entry.result.state != JobState::done || entry.digest != to_string(stamp.digest))
        return false;
    return std::ranges::all_of(job.writes, [&](const std::string &path) {
        const auto found = std::ranges::find(written, path, &WrittenFile::path);
        const auto now = stamp_of(path);
        return found != written.end() && now && found->stamp == to_string(now->digest);
    });
}

std::vector<WrittenFile> written_by(const Job &job) {
    std::vector<WrittenFile> files;
    for (const std::string &path : job.writes) {
        const auto stamp = stamp_of(path);
        if (!stamp)
            throw Error(ErrorCode::write_failed,
                        fmt::format("'{}' should have been written, and isn't there", path));
        files.push_back({path, to_string(stamp->digest)});
    }
    return files;
}

bool owns_outputs(const Journal &journal, const Job &job) {
    const auto own = journal.outputs_of(job.name);
    return std::ranges::all_of(job.writes, [&](const std::string &path) {
        return files_at(path).empty() ||
               std::ranges::find(job.extends, path) != job.extends.end() ||
               std::ranges::find(own, path, &WrittenFile::path) != own.end();
    });
}

std::string others_outputs(const Journal &journal, const Job &job, const JobCommand &command,
                           const BatchOptions &options) {
    const bool forced =
        std::ranges::find(job.values, "force", &JobValue::option) != job.values.end();
    const bool in_shards = job.shards > 1 && options.engine == BatchEngine::slurm;
    if (options.replace || forced || (updates(command) && !in_shards) || owns_outputs(journal, job))
        return "";
    return fmt::format("cannot write '{}': it exists already, and isn't this batch's; --force "
                       "replaces it",
                       fmt::join(job.writes, "', '"));
}

} // namespace tessera::batch
