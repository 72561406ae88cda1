#include "batch/journal/stamp.hpp"

#include "base/hasher.hpp"
#include "batch/manifest/pattern.hpp"

#include <algorithm>
#include <fstream>
#include <spdlog/fmt/fmt.h>
#include <sys/stat.h>

namespace tessera::batch {
using namespace internal;
namespace fs = std::filesystem;
namespace {

bool is_hidden(const fs::path &path) { return path.filename().string().starts_with('.'); }

std::vector<fs::path> files_below(const fs::path &folder) {
    std::vector<fs::path> files;
    std::error_code error;
    for (auto entry = fs::recursive_directory_iterator(folder, error);
         !error && entry != fs::recursive_directory_iterator(); entry.increment(error))
        if (is_hidden(entry->path()))
            entry.disable_recursion_pending();
        else if (!entry->is_directory(error))
            files.push_back(entry->path());
    std::ranges::sort(files);
    return files;
}

/// Of "frame.%04d.png".
std::vector<fs::path> numbered_files(const fs::path &pattern) {
    const std::string name = pattern.filename().string();
    const std::size_t begin = name.find('%'), end = name.find('d', std::min(begin, name.size()));
    if (end == std::string::npos)
        return {};
    const std::string before = name.substr(0, begin), after = name.substr(end + 1);
    std::vector<fs::path> files;
    std::error_code error;
    for (const auto &entry : fs::directory_iterator(pattern.parent_path(), error)) {
        const std::string each = entry.path().filename().string();
        if (each.size() > before.size() + after.size() && each.starts_with(before) &&
            each.ends_with(after) &&
            each.find_first_not_of("0123456789", before.size()) == each.size() - after.size())
            files.push_back(entry.path());
    }
    std::ranges::sort(files);
    return files;
}

void add_file(const fs::path &file, Hasher &hasher, std::uint64_t &bytes) {
    struct stat found {};
    if (::stat(file.c_str(), &found) != 0)
        return;
    constexpr std::uint64_t second = 1'000'000'000;
    hasher.add(file.string());
    hasher.add(static_cast<std::uint64_t>(found.st_size));
    hasher.add(static_cast<std::uint64_t>(found.st_mtim.tv_sec) * second +
               static_cast<std::uint64_t>(found.st_mtim.tv_nsec));
    bytes += static_cast<std::uint64_t>(found.st_size);
}

/// Globs that the command itself takes.
std::vector<fs::path> files_of_input(const std::string &text, const std::string &folder) {
    std::vector<fs::path> files = files_at(place_of(text, folder));
    if (files.empty() && is_glob(text))
        for (const std::string &file : files_that_fit(text, folder)) {
            const auto more = files_at(place_of(file, folder));
            files.insert(files.end(), more.begin(), more.end());
        }
    return files;
}

/// What an input of photos stands for: "@list" for the file and what it lists.
std::vector<std::string> listed(const std::string &input, const std::string &folder) {
    if (!input.starts_with('@'))
        return {input};
    std::vector<std::string> inputs{input.substr(1)};
    std::ifstream list(place_of(inputs[0], folder));
    for (std::string line; std::getline(list, line);) {
        if (line.ends_with('\r'))
            line.pop_back();
        if (!line.empty() && !line.starts_with('#'))
            inputs.push_back(line);
    }
    return inputs;
}

/// Adds what an option reads. Throws where there is nothing and it is wanted.
void add_inputs(const JobValue &value, OptionRole role, const std::string &folder, bool wanted,
                Hasher &hasher, std::uint64_t &bytes) {
    for (const std::string &text : value.values)
        for (const std::string &input :
             role == OptionRole::photos ? listed(text, folder) : std::vector{text}) {
            const auto files = files_of_input(input, folder);
            if (wanted && files.empty())
                throw Error(ErrorCode::unreadable_image,
                            fmt::format("there is no '{}', which {} wants ({})", input,
                                        value.option, to_string(value.at)));
            for (const fs::path &file : files)
                add_file(file, hasher, bytes);
        }
}

JobStamp stamp(const Job &job, const JobCommand &command, const std::string &folder, bool wanted) {
    Hasher all, kind;
    JobStamp result;
    for (Hasher *hasher : {&all, &kind})
        hasher->add(version()).add(job.command);
    // In the order of the command, not of the manifest.
    for (const JobOption &option : command.options) {
        for (const JobValue &value : job.values) {
            if (value.option != option.name || option.role == OptionRole::manner)
                continue;
            for (Hasher *hasher : {&all, &kind}) {
                hasher->add(option.name);
                for (const std::string &text : value.values)
                    if (hasher == &all || option.role == OptionRole::setting)
                        hasher->add(text);
            }
            if (option.role == OptionRole::reads || option.role == OptionRole::photos)
                add_inputs(value, option.role, folder, wanted, all, result.input_bytes);
        }
    }
    result.digest = all.digest();
    result.kind = kind.digest();
    return result;
}

} // namespace

std::vector<fs::path> files_at(const std::string &path) {
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    if (fs::is_directory(status))
        return files_below(path);
    if (fs::exists(status))
        return {path};
    if (fs::path(path).extension() == ".dz" && fs::exists(path + "i", error))
        return {path + "i"};
    return numbered_files(path);
}

std::optional<Stamp> stamp_of(const std::string &path) {
    const auto files = files_at(path);
    if (files.empty())
        return std::nullopt;
    Hasher hasher;
    Stamp stamp;
    for (const fs::path &file : files)
        add_file(file, hasher, stamp.bytes);
    stamp.digest = hasher.digest();
    return stamp;
}

JobStamp stamp_of(const Job &job, const JobCommand &command, const std::string &folder) {
    return stamp(job, command, folder, true);
}

JobStamp kind_of(const Job &job, const JobCommand &command, const std::string &folder) {
    return stamp(job, command, folder, false);
}

std::vector<std::string> photo_files(const Job &job, const JobCommand &command,
                                     const std::string &folder) {
    std::vector<std::string> all;
    for (const JobValue &value : job.values) {
        if (command.find(value.option)->role != OptionRole::photos)
            continue;
        for (const std::string &text : value.values)
            for (const std::string &input : listed(text, folder))
                for (const fs::path &file : files_of_input(input, folder))
                    all.push_back(file.string());
    }
    std::ranges::sort(all);
    return all;
}

} // namespace tessera::batch
