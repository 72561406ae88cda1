#include "batch/manifest/tables.hpp"

#include "batch/slurm/slurm.hpp"

#include <algorithm>
#include <filesystem>
#include <spdlog/fmt/fmt.h>

namespace tessera::batch {
namespace fs = std::filesystem;
namespace {

/// What isn't called by its command's name.
std::string command_name(const std::string &table) { return table == "library" ? "build" : table; }

std::vector<std::string> names_of(const JobCommand &command) {
    std::vector<std::string> names;
    for (const JobOption &option : command.options)
        names.push_back(option.name);
    return names;
}

void want(const Value::Member &member, Value::Kind kind, std::string_view what) {
    if (member.value.kind != kind)
        throw wrong(member.at, fmt::format("'{}' is {}", member.key, what));
}

class TablesReader {
  public:
    TablesReader(std::span<const JobCommand> commands, const JobCommand &batch)
        : commands_(commands), batch_(batch) {}

    void read(const std::string &path) {
        const fs::path self = fs::weakly_canonical(path);
        if (std::ranges::find(open_, self) != open_.end())
            throw Error(ErrorCode::invalid_argument, fmt::format("'{}' includes itself", path));
        open_.push_back(self);
        const Value document = read_document(path);
        if (const auto *include = document.find("include"))
            for (const std::string &file : texts_of(*include, {.name = "include", .many = true}))
                read((fs::path(path).parent_path() / file).string());
        for (const Value::Member &member : document.members)
            add(member);
        open_.pop_back();
    }

    Tables finish() {
        Tables tables{.jobs = {}, .settings = std::move(settings_), .slurm = std::move(slurm_)};
        for (auto &[command, member] : jobs_)
            tables.jobs.push_back(with_defaults(*command, std::move(member)));
        return tables;
    }

  private:
    void add(const Value::Member &member) {
        if (member.key == "include")
            return;
        if (member.key == "defaults")
            return add_defaults(member);
        if (member.key == "batch")
            return add_settings(member);
        if (member.key == "slurm")
            return add_slurm(member);
        const JobCommand *command = find(member.key);
        if (!command)
            throw unknown_key(member, "manifests", top_names());
        if (member.value.kind == Value::Kind::table) {
            jobs_.emplace_back(command, member.value);
            return;
        }
        want(member, Value::Kind::list, fmt::format("a table of its own, [[{}]]", member.key));
        for (const Value &table : member.value.items) {
            if (table.kind != Value::Kind::table)
                throw wrong(table.at, fmt::format("[[{}]] is a table", member.key));
            jobs_.emplace_back(command, table);
        }
    }

    /// [defaults] of any job, [defaults.render] of one command's.
    void add_defaults(const Value::Member &member) {
        want(member, Value::Kind::table, "a table, [defaults]");
        for (const Value::Member &each : member.value.members) {
            if (each.value.kind != Value::Kind::table) {
                check_known_somewhere(each);
                any_.push_back(each);
                continue;
            }
            const JobCommand *command = find(each.key);
            if (!command)
                throw unknown_key(each, "manifests", command_names());
            for (const Value::Member &own : each.value.members) {
                check_known(own, *command);
                defaults_.emplace_back(command, own);
            }
        }
    }

    void add_settings(const Value::Member &member) {
        want(member, Value::Kind::table, "a table, [batch]");
        for (const Value::Member &each : member.value.members) {
            const JobOption *option = batch_.find(each.key);
            if (!option)
                throw unknown_key(each, "[batch]", names_of(batch_));
            if (option->flag && each.value.kind == Value::Kind::truth && !each.value.truth)
                continue;
            settings_.push_back({each.key, each.at, texts_of(each, *option)});
        }
    }

    /// [slurm] of all tasks, [slurm.join] of those of one command.
    void add_slurm(const Value::Member &member) {
        want(member, Value::Kind::table, "a table, [slurm]");
        for (const Value::Member &each : member.value.members) {
            if (each.value.kind != Value::Kind::table) {
                slurm_.push_back(slurm_value(each));
                continue;
            }
            const JobCommand *command = find(each.key);
            if (!command)
                throw unknown_key(each, "manifests", command_names());
            for (const Value::Member &own : each.value.members)
                slurm_.push_back(slurm_value(own, command->name));
        }
    }

    /// Its own keys, then those of its command's defaults, then those of all jobs: what isn't said
    /// yet, and doesn't exclude what is.
    JobTable with_defaults(const JobCommand &command, Value table) const {
        for (const Value::Member &member : table.members)
            check_known(member, command);
        std::vector<Value::Member> all = std::move(table.members);
        // Later defaults come before earlier ones, by which they would be hidden.
        for (auto each = defaults_.rbegin(); each != defaults_.rend(); ++each)
            if (each->first == &command)
                add_default(each->second, command, all);
        for (auto each = any_.rbegin(); each != any_.rend(); ++each)
            if (command.find(each->key) || is_job_key(each->key))
                add_default(*each, command, all);
        return {&command, table.at, std::move(all)};
    }

    static void add_default(const Value::Member &member, const JobCommand &command,
                            std::vector<Value::Member> &all) {
        const JobOption *option = command.find(member.key);
        for (const Value::Member &said : all)
            if (said.key == member.key ||
                (option && std::ranges::find(option->excludes, said.key) != option->excludes.end()))
                return;
        all.push_back(member);
    }

    static bool is_job_key(const std::string &key) {
        return std::ranges::find(job_keys(), key) != job_keys().end();
    }

    static void check_known(const Value::Member &member, const JobCommand &command) {
        if (command.find(member.key) || is_job_key(member.key))
            return;
        std::vector<std::string> names = names_of(command);
        names.insert(names.end(), job_keys().begin(), job_keys().end());
        throw unknown_key(member, command.name, names);
    }

    void check_known_somewhere(const Value::Member &member) const {
        std::vector<std::string> names = job_keys();
        for (const JobCommand &command : commands_)
            for (const std::string &name : names_of(command))
                names.push_back(name);
        if (std::ranges::find(names, member.key) == names.end())
            throw unknown_key(member, "any command", names);
    }

    const JobCommand *find(const std::string &table) const {
        const auto found = std::ranges::find(commands_, command_name(table), &JobCommand::name);
        return found == commands_.end() ? nullptr : &*found;
    }

    std::vector<std::string> command_names() const {
        std::vector<std::string> names{"library"};
        for (const JobCommand &command : commands_)
            names.push_back(command.name);
        return names;
    }

    std::vector<std::string> top_names() const {
        std::vector<std::string> names = command_names();
        names.insert(names.end(), {"include", "defaults", "batch", "slurm"});
        return names;
    }

    std::span<const JobCommand> commands_;
    const JobCommand &batch_;
    std::vector<fs::path> open_; ///< files that are being read
    std::vector<std::pair<const JobCommand *, Value>> jobs_;
    std::vector<std::pair<const JobCommand *, Value::Member>> defaults_;
    std::vector<Value::Member> any_;
    std::vector<JobValue> settings_;
    std::vector<SlurmValue> slurm_;
};

std::string text_of(const Value::Member &member, const Value &value) {
    if (value.kind != Value::Kind::text && value.kind != Value::Kind::number)
        throw wrong(member.at, fmt::format("'{}' wants a text or a number{}", member.key,
                                           value.kind == Value::Kind::truth
                                               ? fmt::format(", not {}", value.truth)
                                               : ""));
    return value.text;
}

} // namespace

const std::vector<std::string> &job_keys() {
    static const std::vector<std::string> keys = {"name", "after", "timeout", "shards"};
    return keys;
}

Error unknown_key(const Value::Member &member, const std::string &place,
                  const std::vector<std::string> &names) {
    const std::string guess = nearest_name(member.key, names);
    return wrong(member.at, guess.empty()
                                ? fmt::format("there is no key '{}' of {}", member.key, place)
                                : fmt::format("there is no key '{}' of {}; did you mean '{}'?",
                                              member.key, place, guess));
}

std::vector<std::string> texts_of(const Value::Member &member, const JobOption &option) {
    const Value &value = member.value;
    if (option.flag) {
        if (value.kind != Value::Kind::truth)
            throw wrong(member.at, fmt::format("'{}' is true or false", member.key));
        return {};
    }
    if (value.kind != Value::Kind::list)
        return {text_of(member, value)};
    if (!option.many)
        throw wrong(member.at, fmt::format("'{}' wants one value, not a list", member.key));
    std::vector<std::string> texts;
    for (const Value &item : value.items)
        texts.push_back(text_of(member, item));
    if (texts.empty())
        throw wrong(member.at, fmt::format("'{}' wants a value; the list is empty", member.key));
    return texts;
}

Tables read_tables(const std::string &path, std::span<const JobCommand> commands,
                   const JobCommand &batch) {
    TablesReader reader(commands, batch);
    reader.read(path);
    return reader.finish();
}

} // namespace tessera::batch
