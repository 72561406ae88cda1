// Manifests of batches: what is public of them.

#include "batch/manifest/expand.hpp"
#include "batch/manifest/order.hpp"
#include "batch/manifest/tables.hpp"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <spdlog/fmt/fmt.h>

namespace tessera::batch {
namespace fs = std::filesystem;

const JobOption *JobCommand::find(const std::string &option) const {
    const auto found = std::ranges::find(options, option, &JobOption::name);
    return found == options.end() ? nullptr : &*found;
}

std::vector<std::string> arguments_of(const Job &job, const JobCommand &command) {
    std::vector<std::string> arguments{command.name};
    // Arguments come in the order of the command, whatever order the manifest has.
    std::vector<std::string> places;
    for (const JobOption &option : command.options)
        for (const JobValue &value : job.values) {
            if (value.option != option.name)
                continue;
            if (option.argument)
                places.insert(places.end(), value.values.begin(), value.values.end());
            else if (option.flag)
                arguments.push_back("--" + option.name);
            else
                for (const std::string &text : value.values)
                    arguments.push_back(fmt::format("--{}={}", option.name, text));
        }
    if (!places.empty())
        arguments.push_back("--");
    arguments.insert(arguments.end(), places.begin(), places.end());
    return arguments;
}

Manifest read_manifest(const std::string &path, std::span<const JobCommand> commands,
                       const JobCommand &batch) {
    Tables tables = read_tables(path, commands, batch);
    Manifest manifest{.path = path,
                      .folder = fs::absolute(path).parent_path().lexically_normal().string(),
                      .settings = std::move(tables.settings),
                      .slurm = std::move(tables.slurm),
                      .jobs = {}};
    std::vector<Draft> drafts;
    for (const JobTable &table : tables.jobs) {
        std::vector<Draft> more = expand(table, manifest.folder, drafts);
        std::ranges::move(more, std::back_inserter(drafts));
    }
    if (drafts.empty())
        throw wrong({path, 1, 1}, "there are no jobs; one is a table such as [[render]]");
    manifest.jobs = in_order(std::move(drafts), manifest.folder);
    return manifest;
}

} // namespace tessera::batch
