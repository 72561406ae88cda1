#include "batch/slurm/record.hpp"

#include "base/hasher.hpp"

#include <tessera/error.hpp>
#include <tessera/output.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <spdlog/fmt/fmt.h>

namespace tessera::batch {
using namespace internal;
namespace fs = std::filesystem;
namespace {

using Json = nlohmann::json;

constexpr std::size_t longest_name = 100;

/// A file's name of a job's: itself, where it can be one.
std::string file_name(const std::string &job) {
    constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                       "0123456789-_.";
    std::string name = job.substr(0, longest_name);
    for (char &c : name)
        if (plain.find(c) == std::string_view::npos)
            c = '_';
    if (name == job && !name.empty() && name[0] != '.')
        return name;
    return fmt::format("_{}-{}", name, to_string(digest_of(job)).substr(0, 16));
}

JobState state_of(const std::string &name) {
    for (const JobState state :
         {JobState::done, JobState::up_to_date, JobState::failed, JobState::skipped})
        if (name_of(state) == name)
            return state;
    return JobState::left;
}

Json json_of(const Record &record) {
    const JobResult &result = record.entry.result;
    Json files = Json::array();
    for (const WrittenFile &file : record.files)
        files.push_back({{"path", file.path}, {"stamp", file.stamp}});
    return {{"state", name_of(result.state)},
            {"attempts", result.attempts},
            {"seconds", result.seconds},
            {"peak_rss_bytes", result.memory},
            {"bytes", result.bytes},
            {"message", result.message},
            {"detail", result.detail},
            {"report", result.report},
            {"digest", record.entry.digest},
            {"kind", record.entry.kind},
            {"input_bytes", record.entry.input_bytes},
            {"files", files}};
}

Record record_of(const Json &json) {
    Record record;
    JobResult &result = record.entry.result;
    result.state = state_of(json.at("state"));
    result.attempts = json.at("attempts");
    result.seconds = json.at("seconds");
    result.memory = json.at("peak_rss_bytes");
    result.bytes = json.at("bytes");
    result.message = json.at("message");
    result.detail = json.at("detail");
    result.report = json.at("report");
    record.entry.digest = json.at("digest");
    record.entry.kind = json.at("kind");
    record.entry.input_bytes = json.at("input_bytes");
    for (const Json &file : json.at("files")) {
        record.files.push_back({file.at("path"), file.at("stamp")});
        result.files.push_back(record.files.back().path);
    }
    return record;
}

void save_json(const std::string &path, const Json &json) {
    fs::create_directories(fs::path(path).parent_path());
    save_output(path, json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n", true);
}

Json read_json(const std::string &path) {
    std::ifstream file(path, std::ios::binary);
    return Json::parse(std::string((std::istreambuf_iterator<char>(file)), {}), nullptr, false);
}

} // namespace

std::string order_digest(const Job &job, const JobCommand &command) {
    Hasher hasher;
    for (const std::string &argument : arguments_of(job, command))
        hasher.add(argument);
    return to_string(hasher.add(static_cast<std::uint64_t>(job.shards)).digest());
}

RecordFolder RecordFolder::beside(const std::string &journal) {
    return RecordFolder(fs::absolute(journal).lexically_normal().replace_extension(".slurm"));
}

RecordFolder RecordFolder::of_order(const std::string &order) {
    return RecordFolder(fs::absolute(order).parent_path());
}

std::string RecordFolder::file(const std::string &job, const std::string &kind) const {
    return fmt::format("{}/{}.{}", path_, file_name(job), kind);
}

std::optional<Record> RecordFolder::find(const std::string &job, const std::string &step) const {
    const Json json = read_json(file(job, step));
    try {
        return json.is_object() ? std::optional(record_of(json)) : std::nullopt;
    } catch (const Json::exception &) {
        return std::nullopt;
    }
}

void RecordFolder::save(const std::string &job, const std::string &step,
                        const Record &record) const {
    save_json(file(job, step), json_of(record));
}

void RecordFolder::save(const TaskOrder &order) const {
    save_json(file(order.job, "order"), {{"manifest", order.manifest},
                                         {"job", order.job},
                                         {"program", order.program},
                                         {"digest", order.digest},
                                         {"timeout", order.timeout},
                                         {"memory", order.memory},
                                         {"retries", order.retries},
                                         {"known", json_of(order.known)}});
}

bool RecordFolder::has_order(const std::string &job) const {
    std::error_code ignored;
    return fs::exists(file(job, "order"), ignored);
}

void RecordFolder::remove(const std::string &job, const std::string &kind) const noexcept {
    std::error_code ignored;
    fs::remove(file(job, kind), ignored);
}

void RecordFolder::look() const noexcept {
    std::error_code ignored;
    for (auto entry = fs::directory_iterator(path_, ignored);
         entry != fs::directory_iterator() && !ignored; entry.increment(ignored)) {
    }
}

TaskOrder read_order(const std::string &path) {
    const Json json = read_json(path);
    try {
        return {.manifest = json.at("manifest"),
                .job = json.at("job"),
                .program = json.at("program"),
                .digest = json.at("digest"),
                .timeout = json.at("timeout"),
                .memory = json.at("memory"),
                .retries = json.at("retries"),
                .known = record_of(json.at("known"))};
    } catch (const Json::exception &) {
        throw Error(ErrorCode::unreadable_image,
                    fmt::format("'{}' is no order of a batch's, which Slurm's tasks read", path));
    }
}

} // namespace tessera::batch
