// What a batch says of its jobs, to people and to programs.

#include "batch/verbs/verb.hpp"

#include <tessera/error.hpp>

#include <algorithm>
#include <spdlog/fmt/fmt.h>
#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/spdlog.h>

namespace tessera::cli {
namespace {

constexpr std::size_t log_bytes = 10 << 20, old_logs = 5;

std::string line_of(const std::string &name, const batch::JobResult &result) {
    switch (result.state) {
    case batch::JobState::running:
        return fmt::format("{}: begun{}", name,
                           result.attempts > 1 ? fmt::format(", for the {}. time", result.attempts)
                                               : "");
    case batch::JobState::queued:
        return fmt::format("{}: submitted, {}", name, fmt::join(result.slurm, " "));
    case batch::JobState::left:
        return fmt::format("{}: failed, and will be tried again: {}", name, result.message);
    case batch::JobState::done:
        return fmt::format("{}: done, {:.1f} s{}", name, result.seconds,
                           result.bytes > 0 ? ", " + human_bytes(result.bytes) : "");
    case batch::JobState::up_to_date:
        return fmt::format("{}: up to date", name);
    case batch::JobState::failed:
        return fmt::format("{}: failed: {}", name, result.message);
    case batch::JobState::skipped:
        return fmt::format("{}: passed over: {}", name, result.message);
    }
    return name;
}

} // namespace

class BatchTeller::Log {
  public:
    explicit Log(const std::string &path) {
        try {
            logger_ = std::make_unique<spdlog::logger>(
                "batch",
                std::make_shared<spdlog::sinks::rotating_file_sink_mt>(path, log_bytes, old_logs));
        } catch (const spdlog::spdlog_ex &error) {
            throw Error(ErrorCode::write_failed, fmt::format("cannot write '{}'", path),
                        error.what());
        }
        logger_->flush_on(spdlog::level::info);
        logger_->set_error_handler([](const std::string &) {}); // a full disk stops no job
    }

    void add(const std::string &line, bool failure) {
        logger_->log(failure ? spdlog::level::err : spdlog::level::info, line);
    }

  private:
    std::unique_ptr<spdlog::logger> logger_;
};

BatchTeller::BatchTeller(Command &command, const batch::Manifest &manifest, const std::string &log)
    : command_(command), manifest_(manifest), log_(log.empty() ? nullptr : new Log(log)) {}

BatchTeller::~BatchTeller() = default;

void BatchTeller::note(const std::string &line, bool failure) {
    if (log_)
        log_->add(line, failure);
    if (failure)
        command_.console.error(line, "");
    else
        command_.console.note(line);
}

void BatchTeller::tell(const batch::JobEvent &event) {
    const std::string &name = manifest_.jobs[event.job].name;
    const batch::JobResult &result = event.result;
    command_.console.event(nlohmann::json{{"event", "job"},
                                          {"name", name},
                                          {"state", name_of(result.state)},
                                          {"attempt", result.attempts},
                                          {"seconds", result.seconds},
                                          {"message", result.message}});
    const std::string line = line_of(name, result);
    if (result.state != batch::JobState::running && result.state != batch::JobState::up_to_date) {
        note(line, result.state == batch::JobState::failed);
        return;
    }
    if (log_)
        log_->add(line, false);
    command_.console.detail(line);
}

nlohmann::json json_of(const batch::Job &job, const batch::JobResult &result) {
    nlohmann::json json = {{"name", job.name},
                           {"command", job.command},
                           {"state", name_of(result.state)},
                           {"attempts", result.attempts},
                           {"seconds", result.seconds},
                           {"peak_rss_bytes", result.memory},
                           {"bytes", result.bytes},
                           {"outputs", job.writes}};
    if (!result.slurm.empty())
        json["slurm"] = result.slurm;
    if (!result.message.empty())
        json["error"] = {{"message", result.message}, {"detail", result.detail}};
    if (!result.report.empty())
        json["report"] = nlohmann::json::parse(result.report, nullptr, false);
    return json;
}

std::string_view words_of(batch::JobState state) {
    switch (state) {
    case batch::JobState::left:
        return "left";
    case batch::JobState::queued:
        return "queued";
    case batch::JobState::running:
        return "running";
    case batch::JobState::done:
        return "done";
    case batch::JobState::up_to_date:
        return "up to date";
    case batch::JobState::failed:
        return "failed";
    case batch::JobState::skipped:
        return "passed over";
    }
    return "";
}

std::string summary_of(const std::vector<batch::JobResult> &results) {
    std::string text;
    for (const batch::JobState state :
         {batch::JobState::done, batch::JobState::up_to_date, batch::JobState::queued,
          batch::JobState::running, batch::JobState::left, batch::JobState::failed,
          batch::JobState::skipped})
        if (const auto count = std::ranges::count(results, state, &batch::JobResult::state);
            count > 0)
            text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, words_of(state));
    return text.empty() ? "no jobs" : text;
}

} // namespace tessera::cli
