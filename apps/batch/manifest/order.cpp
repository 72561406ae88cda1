#include "batch/manifest/order.hpp"

#include "batch/manifest/pattern.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <spdlog/fmt/fmt.h>

namespace tessera::batch {
namespace {

using After = std::vector<std::set<std::size_t>>;

/// Names that the manifest gives come once; others get a number where need be.
void name_jobs(std::vector<Draft> &drafts) {
    std::map<std::string, const Draft *> named;
    for (const Draft &draft : drafts)
        if (draft.named)
            if (const auto [first, is_new] = named.emplace(draft.job.name, &draft); !is_new)
                throw wrong(draft.job.at,
                            fmt::format("there is a job '{}' already, at {}{}", draft.job.name,
                                        to_string(first->second->job.at),
                                        first->second->job.at.line == draft.job.at.line
                                            ? "; {name} in it tells its jobs apart"
                                            : ""));
    std::set<std::string> taken;
    for (const auto &[name, draft] : named)
        taken.insert(name);
    for (Draft &draft : drafts) {
        const std::string base = draft.job.name;
        for (int number = 2; !draft.named && !taken.insert(draft.job.name).second; ++number)
            draft.job.name = fmt::format("{}-{}", base, number);
    }
}

std::map<std::string, std::size_t> writers_of(const std::vector<Draft> &drafts) {
    std::map<std::string, std::size_t> writers;
    for (std::size_t i = 0; i < drafts.size(); ++i)
        for (const std::string &path : drafts[i].job.writes)
            if (const auto [first, is_new] = writers.emplace(path, i); !is_new)
                throw wrong(drafts[i].job.at,
                            fmt::format("'{}' and '{}' both write '{}'",
                                        drafts[first->second].job.name, drafts[i].job.name, path));
    return writers;
}

std::vector<std::size_t> jobs_that_fit(const std::string &name, const Draft &draft,
                                       const std::vector<Draft> &drafts) {
    std::vector<std::size_t> found;
    std::vector<std::string> names;
    for (std::size_t i = 0; i < drafts.size(); ++i) {
        names.push_back(drafts[i].job.name);
        if (names.back() == name ||
            (is_glob(name) && &drafts[i] != &draft && fits(names.back(), name)))
            found.push_back(i);
    }
    if (!found.empty())
        return found;
    const std::string guess = nearest_name(name, names);
    throw wrong(draft.after.at,
                fmt::format("there is no job '{}'{}", name,
                            guess.empty() ? "" : fmt::format("; did you mean '{}'?", guess)));
}

After dependencies(const std::vector<Draft> &drafts, const std::string &folder) {
    const auto writers = writers_of(drafts);
    After after(drafts.size());
    for (std::size_t i = 0; i < drafts.size(); ++i) {
        for (const std::string &path : places_read(drafts[i].job, *drafts[i].command, folder))
            if (const auto writer = writers.find(path); writer != writers.end())
                after[i].insert(writer->second);
        for (const std::string &name : drafts[i].after.values)
            for (const std::size_t job : jobs_that_fit(name, drafts[i], drafts))
                after[i].insert(job);
    }
    return after;
}

/// Follows what a job waits for until it comes back to where it was.
[[noreturn]] void refuse_cycle(const std::vector<Draft> &drafts, const After &after,
                               const std::vector<bool> &placed) {
    const auto open = [&](std::size_t job) { return !placed[job]; };
    std::vector<std::size_t> path{
        static_cast<std::size_t>(std::ranges::find(placed, false) - placed.begin())};
    for (;;) {
        const std::size_t next = *std::ranges::find_if(after[path.back()], open);
        const auto seen = std::ranges::find(path, next);
        const bool closed = seen != path.end();
        if (closed)
            path.erase(path.begin(), seen);
        path.push_back(next);
        if (closed)
            break;
    }
    if (path.size() == 2)
        throw wrong(drafts[path[0]].job.at,
                    fmt::format("'{}' waits for itself: it reads what it writes",
                                drafts[path[0]].job.name));
    std::string text = fmt::format("'{}'", drafts[path[0]].job.name);
    for (std::size_t i = 1; i < path.size(); ++i)
        text += fmt::format("{} '{}'", i == 1 ? " waits for" : ", which waits for",
                            drafts[path[i]].job.name);
    throw wrong(drafts[path[0]].job.at, text);
}

std::vector<std::size_t> sorted(const std::vector<Draft> &drafts, const After &after) {
    std::vector<std::size_t> order;
    std::vector<bool> placed(drafts.size());
    std::vector<std::size_t> waits(drafts.size());
    std::vector<std::vector<std::size_t>> next(drafts.size());
    std::set<std::size_t> ready;
    for (std::size_t i = 0; i < drafts.size(); ++i) {
        waits[i] = after[i].size();
        for (const std::size_t job : after[i])
            next[job].push_back(i);
        if (waits[i] == 0)
            ready.insert(i);
    }
    while (!ready.empty()) {
        const std::size_t job = *ready.begin();
        ready.erase(ready.begin());
        placed[job] = true;
        order.push_back(job);
        for (const std::size_t each : next[job])
            if (--waits[each] == 0)
                ready.insert(each);
    }
    if (order.size() < drafts.size())
        refuse_cycle(drafts, after, placed);
    return order;
}

} // namespace

std::vector<Job> in_order(std::vector<Draft> drafts, const std::string &folder) {
    name_jobs(drafts);
    const After after = dependencies(drafts, folder);
    const std::vector<std::size_t> order = sorted(drafts, after);
    std::vector<std::size_t> place(drafts.size());
    for (std::size_t i = 0; i < order.size(); ++i)
        place[order[i]] = i;
    std::vector<Job> jobs;
    for (const std::size_t old : order) {
        Job job = std::move(drafts[old].job);
        for (const std::size_t other : after[old])
            job.after.push_back(place[other]);
        std::ranges::sort(job.after);
        jobs.push_back(std::move(job));
    }
    return jobs;
}

} // namespace tessera::batch
