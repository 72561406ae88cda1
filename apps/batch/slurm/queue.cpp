#include "batch/slurm/queue.hpp"

#include "base/writer_lock.hpp"

#include <tessera/error.hpp>

#include <algorithm>
#include <spdlog/fmt/fmt.h>

namespace tessera::batch {
using namespace internal;

using Ids = std::vector<std::string>;

bool Queue::is_open(const JobResult &result) {
    return result.state == JobState::queued || result.state == JobState::running;
}

Record Queue::find(const std::string &name, const Ids &ids, bool asked) const {
    if (auto record = records_.find(name)) {
        record->entry.result.slurm = ids;
        return std::move(*record);
    }
    Record record;
    JobResult &result = record.entry.result;
    result.slurm = ids;
    result.state = JobState::queued;
    bool ended = asked;
    std::string word = "it isn't known any more";
    for (const std::string &id : ids)
        if (const auto found = states_.find(id); found != states_.end()) {
            word = found->second.word;
            ended = ended && !found->second.active;
            if (found->second.running)
                result.state = JobState::running;
        }
    if (ended) {
        result.state = JobState::failed;
        result.message = fmt::format("Slurm has ended it without a result: {}", word);
        result.detail = fmt::format("its log is '{}'", records_.file(name, "log"));
    }
    return record;
}

JobResult Queue::settle(Journal &journal, const std::string &name, const Ids &ids,
                        bool asked) const {
    Record record = find(name, ids, asked);
    if (is_open(record.entry.result))
        return record.entry.result;
    const auto job = std::ranges::find(manifest_.jobs, name, &Job::name);
    if (job == manifest_.jobs.end()) { // the manifest was changed since
        journal.queue(name, {});
        return record.entry.result;
    }
    JournalEntry entry = record.entry;
    if (entry.result.state == JobState::up_to_date)
        entry.result.state = JobState::done;
    journal.end(*job, entry, record.files);
    return record.entry.result;
}

QueuedJobs settle_queue(Journal &journal, const std::string &path, const Manifest &manifest) {
    const auto submitted = journal.queued();
    QueuedJobs open;
    if (submitted.empty())
        return open;
    Queue queue(path, manifest);
    bool asked = true;
    try {
        queue.ask({});
    } catch (const Error &) { // from here it can't be told whether any has ended without a result
        asked = false;
    }
    queue.look();
    for (const auto &[name, ids] : submitted)
        if (JobResult result = queue.settle(journal, name, ids, asked); Queue::is_open(result))
            open.emplace(name, std::move(result));
    return open;
}

QueuedJobs look_at_queue(const std::string &path, const Manifest &manifest) {
    const auto submitted = Journal(path, Journal::Access::read).queued();
    if (submitted.empty())
        return {};
    try {
        const WriterLock lock(path, 0, {});
        Journal journal(path, Journal::Access::write);
        return settle_queue(journal, path, manifest);
    } catch (const Error &) { // a batch waits for them, and writes down what becomes of them
    }
    Queue queue(path, manifest);
    QueuedJobs open;
    try {
        queue.ask({});
    } catch (const Error &) { // then they count as queued
    }
    queue.look();
    for (const auto &[name, ids] : submitted)
        if (JobResult result = queue.find(name, ids, false).entry.result; Queue::is_open(result))
            open.emplace(name, std::move(result));
    return open;
}

} // namespace tessera::batch
