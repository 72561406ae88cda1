#include "batch/manifest/expand.hpp"

#include "batch/manifest/pattern.hpp"

#include <tessera/target.hpp>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <optional>
#include <spdlog/fmt/fmt.h>

namespace tessera::batch {
namespace fs = std::filesystem;
namespace {

constexpr int most_shards = 10'000;

std::optional<int> whole_number(const std::string &text) {
    int number = 0;
    const char *const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    return error == std::errc() && stop == end ? std::optional(number) : std::nullopt;
}

/// A table whose values are read, and which of them stands for many files.
struct Template {
    std::vector<JobValue> values;
    JobValue name, after, timeout, shards;
    std::size_t varies; ///< of values; values.size() where it makes one job
    std::vector<std::string> inputs;
};

bool writes(const Draft &draft, const std::string &place) {
    return std::ranges::find(draft.job.writes, place) != draft.job.writes.end();
}

/// Names, as the manifest would have them, of what earlier jobs will write.
std::vector<std::string> written_files(const std::string &glob, const std::string &folder,
                                       std::span<const Draft> earlier) {
    std::vector<std::string> files;
    for (const Draft &draft : earlier)
        for (const std::string &path : draft.job.writes) {
            const std::string name =
                glob.starts_with('/') ? path : fs::path(path).lexically_relative(folder).string();
            if (fits(name, glob))
                files.push_back(name);
        }
    return files;
}

std::vector<std::string> inputs_of(const JobValue &value, const std::string &folder,
                                   std::span<const Draft> earlier) {
    std::vector<std::string> inputs;
    for (const std::string &text : value.values) {
        if (!is_glob(text) || fs::exists(place_of(text, folder))) {
            inputs.push_back(text);
            continue;
        }
        std::vector<std::string> files = files_that_fit(text, folder);
        const std::vector<std::string> coming = written_files(text, folder, earlier);
        files.insert(files.end(), coming.begin(), coming.end());
        std::ranges::sort(files);
        files.erase(std::unique(files.begin(), files.end()), files.end());
        if (files.empty())
            throw wrong(value.at, fmt::format("no file fits '{}'", text));
        inputs.insert(inputs.end(), files.begin(), files.end());
    }
    return inputs;
}

JobValue job_value(const Value::Member &member) {
    return {member.key, member.at,
            texts_of(member, {.name = member.key, .many = member.key == "after"})};
}

/// Whether it stands for many files, each of which is a job.
bool varies(const JobOption &option, const JobValue &value) {
    return option.role == OptionRole::reads &&
           ((value.values.size() > 1 && !option.many) ||
            (value.values.size() == 1 && is_glob(value.values[0])));
}

Template read(const JobTable &table, const std::string &folder, std::span<const Draft> earlier) {
    Template result{};
    for (const Value::Member &member : table.members) {
        const JobOption *option = table.command->find(member.key);
        if (!option) {
            (member.key == "name"     ? result.name
             : member.key == "after"  ? result.after
             : member.key == "shards" ? result.shards
                                      : result.timeout) = job_value(member);
            continue;
        }
        if (option->flag && member.value.kind == Value::Kind::truth && !member.value.truth)
            continue;
        JobOption several = *option; // a list of sources makes a job each
        several.many = option->many || option->role == OptionRole::reads;
        result.values.push_back({member.key, member.at, texts_of(member, several)});
    }
    result.varies = result.values.size();
    for (std::size_t i = 0; i < result.values.size(); ++i) {
        const JobValue &value = result.values[i];
        if (!varies(*table.command->find(value.option), value))
            continue;
        if (result.varies < i)
            throw wrong(value.at,
                        fmt::format("'{}' and '{}' both stand for many files; one of them may",
                                    result.values[result.varies].option, value.option));
        result.varies = i;
        result.inputs = inputs_of(value, folder, earlier);
    }
    return result;
}

/// {name} and {number}: of the file that it varies by, or of the first that it reads.
Variables variables_of(const JobTable &table, const std::vector<JobValue> &values,
                       const std::string &input, std::size_t number) {
    std::string source = input;
    for (const JobValue &value : values)
        if (source.empty() && table.command->find(value.option)->role == OptionRole::reads &&
            table.command->find(value.option)->argument)
            source = value.values.at(0);
    if (source.empty())
        return {};
    return {{"name", fs::path(source).stem().string()}, {"number", fmt::to_string(number)}};
}

JobValue filled(const JobValue &value, const Variables &variables) {
    JobValue result = value;
    try {
        for (std::string &text : result.values)
            text = fill(text, variables);
    } catch (const BadPattern &bad) {
        throw wrong(value.at, fmt::format("'{}': {}", value.option, bad.why));
    }
    return result;
}

double timeout_of(const JobValue &value) {
    constexpr Option row{.name = "'timeout'", .kind = OptionKind::duration};
    try {
        return value.values.empty() ? 0 : OptionValue(row, value.values[0]).duration();
    } catch (const Error &error) {
        throw wrong(value.at, error.what());
    }
}

/// What makes a shard of a mosaic, or of a library, needs the whole in nothing.
int shards_of(const JobTable &table, const Template &from) {
    if (from.shards.values.empty())
        return 1;
    const auto shards = whole_number(from.shards.values[0]);
    if (!shards || *shards < 1 || *shards > most_shards)
        throw wrong(from.shards.at, fmt::format("'shards' wants a number from 1 to {}, not '{}'",
                                                most_shards, from.shards.values[0]));
    if (*shards > 1 && table.command->name != "render" && table.command->name != "build")
        throw wrong(from.shards.at,
                    fmt::format("'shards' is of render and build, not of {}; a default of it goes "
                                "to [defaults.render]",
                                table.command->name));
    static const std::vector<std::string> at_once = {"blend", "report", "errors-to"};
    for (const JobValue &value : from.values)
        if (*shards > 1 && std::ranges::find(at_once, value.option) != at_once.end())
            throw wrong(value.at, fmt::format("'{}' is of what is made at once; leave out that, "
                                              "or 'shards'",
                                              value.option));
    return *shards;
}

/// Notes what the last of a job's values writes.
void add_outputs(Job &job, OptionRole role, const std::string &folder) {
    if (role != OptionRole::writes && role != OptionRole::extends)
        return;
    for (const std::string &target : job.values.back().values) {
        job.writes.push_back(place_of(Target(target).path, folder));
        if (role == OptionRole::extends)
            job.extends.push_back(job.writes.back());
    }
}

Draft make_job(const JobTable &table, const Template &from, const std::string &folder,
               std::size_t number) {
    const bool many = from.varies < from.values.size();
    const std::string input = many ? from.inputs[number] : "";
    const Variables variables = variables_of(table, from.values, input, number + 1);
    Draft draft{{}, table.command, filled(from.after, variables), !from.name.values.empty()};
    Job &job = draft.job;
    job.at = table.at;
    job.command = table.command->name;
    job.timeout = timeout_of(from.timeout);
    job.shards = shards_of(table, from);
    for (std::size_t i = 0; i < from.values.size(); ++i) {
        const JobValue &value = from.values[i];
        job.values.push_back(i == from.varies ? JobValue{value.option, value.at, {input}}
                                              : filled(value, variables));
        add_outputs(job, table.command->find(value.option)->role, folder);
    }
    const auto stem = variables.find("name");
    job.name = draft.named               ? filled(from.name, variables).values[0]
               : stem == variables.end() ? job.command
                                         : job.command + "-" + stem->second;
    return draft;
}

} // namespace

std::string place_of(const std::string &path, const std::string &folder) {
    std::string place = (fs::path(folder) / path).lexically_normal().string();
    while (place.size() > 1 && place.ends_with('/'))
        place.pop_back();
    return place;
}

std::vector<std::string> places_read(const Job &job, const JobCommand &command,
                                     const std::string &folder) {
    std::vector<std::string> places;
    for (const JobValue &value : job.values) {
        const OptionRole role = command.find(value.option)->role;
        for (const std::string &text : value.values)
            if (role == OptionRole::reads)
                places.push_back(place_of(text, folder));
            else if (role == OptionRole::photos && text.starts_with('@'))
                places.push_back(place_of(text.substr(1), folder));
            else if (role == OptionRole::photos && !is_glob(text))
                places.push_back(place_of(text, folder));
    }
    return places;
}

std::vector<Draft> expand(const JobTable &table, const std::string &folder,
                          std::span<const Draft> earlier) {
    const Template from = read(table, folder, earlier);
    const std::size_t count = from.varies < from.values.size() ? from.inputs.size() : 1;
    std::vector<Draft> drafts;
    for (std::size_t i = 0; i < count; ++i)
        drafts.push_back(make_job(table, from, folder, i));
    if (count < 2)
        return drafts;
    // A table's own outputs are no sources of its, where a run before has left them.
    std::erase_if(drafts, [&, all = drafts](const Draft &draft) {
        const std::string place = place_of(draft.job.values[from.varies].values[0], folder);
        return !writes(draft, place) &&
               std::ranges::any_of(all, [&](const Draft &other) { return writes(other, place); });
    });
    return drafts;
}

} // namespace tessera::batch
