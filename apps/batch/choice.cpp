#include "batch/choice.hpp"

#include "batch/manifest/pattern.hpp"

#include <tessera/error.hpp>

#include <algorithm>
#include <spdlog/fmt/fmt.h>

namespace tessera::batch {

const JobCommand &command_of(const Job &job, std::span<const JobCommand> commands) {
    return *std::ranges::find(commands, job.command, &JobCommand::name);
}

std::vector<bool> chosen_jobs(const Manifest &manifest, const std::vector<std::string> &only) {
    const std::size_t count = manifest.jobs.size();
    std::vector<bool> chosen(count, only.empty());
    for (const std::string &name : only) {
        bool found = false;
        for (std::size_t i = 0; i < count; ++i)
            if (manifest.jobs[i].name == name || fits(manifest.jobs[i].name, name))
                found = chosen[i] = true;
        if (found)
            continue;
        std::vector<std::string> names;
        for (const Job &job : manifest.jobs)
            names.push_back(job.name);
        const std::string guess = nearest_name(name, names);
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("'{}' has no job '{}'{}", manifest.path, name,
                                guess.empty() ? "" : fmt::format("; did you mean '{}'?", guess)));
    }
    for (std::size_t i = count; i-- > 0;) // each comes after what it waits for
        if (chosen[i])
            for (const std::size_t before : manifest.jobs[i].after)
                chosen[before] = true;
    return chosen;
}

} // namespace tessera::batch
