#include "batch/journal/journal.hpp"

#include <tessera/error.hpp>

#include <filesystem>
#include <spdlog/fmt/fmt.h>
#include <sstream>
#include <system_error>
#include <utility>

namespace tessera::batch {
namespace {

constexpr std::uint64_t schema = 2, first_with_queue = 2;

constexpr auto tables = R"sql(
CREATE TABLE IF NOT EXISTS jobs (
    name TEXT PRIMARY KEY, command TEXT NOT NULL, state TEXT NOT NULL, digest TEXT NOT NULL,
    kind TEXT NOT NULL, input_bytes INTEGER NOT NULL, attempts INTEGER NOT NULL,
    seconds REAL NOT NULL, memory INTEGER NOT NULL, bytes INTEGER NOT NULL,
    message TEXT NOT NULL, detail TEXT NOT NULL, report TEXT NOT NULL, at TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS outputs (
    job TEXT NOT NULL, path TEXT NOT NULL, stamp TEXT NOT NULL, PRIMARY KEY (job, path)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS queue (job TEXT PRIMARY KEY, ids TEXT NOT NULL) WITHOUT ROWID;
)sql";

constexpr auto columns = "state, digest, kind, input_bytes, attempts, seconds, memory, bytes, "
                         "message, detail, report";

JobState state_of(const std::string &name) {
    for (const JobState state :
         {JobState::queued, JobState::running, JobState::done, JobState::failed})
        if (name_of(state) == name)
            return state;
    return JobState::left;
}

/// REQUIRES: the statement selects `columns`.
JournalEntry entry_of(Statement &row) {
    JournalEntry entry;
    entry.result.state = state_of(row.text());
    entry.digest = row.text();
    entry.kind = row.text();
    entry.input_bytes = row.number();
    entry.result.attempts = static_cast<int>(row.number());
    entry.result.seconds = row.real();
    entry.result.memory = row.number();
    entry.result.bytes = row.number();
    entry.result.message = row.text();
    entry.result.detail = row.text();
    entry.result.report = row.text();
    return entry;
}

std::uint64_t schema_of(const Database &database) {
    Statement version(database, "PRAGMA user_version");
    version.step();
    return version.number();
}

/// Opens it for what is asked. What has no tables yet isn't changed if it is only to be read: an
/// empty database stands for it.
Database open_database(const std::string &path, Database::Access access) {
    std::error_code ignored;
    const bool reads = access == Database::Access::read;
    if (reads && !std::filesystem::exists(path, ignored))
        return {"", access};
    Database database(path, access);
    return reads && schema_of(database) == 0 ? Database("", access) : std::move(database);
}

} // namespace

Journal::Journal(const std::string &path, Access access)
    : database_(open_database(path, access)), schema_(schema_of(database_)) {
    if (schema_ > schema)
        throw Error(ErrorCode::corrupt_store,
                    fmt::format("the batch's journal '{}' is of schema {}, not {}: another "
                                "version made it",
                                path, schema_, schema));
    if (schema_ == schema || (schema_ > 0 && access == Access::read))
        return;
    Transaction transaction(database_);
    database_.run(tables);
    database_.run(fmt::format("PRAGMA user_version = {}", schema));
    transaction.commit();
    schema_ = schema;
}

Journal::~Journal() = default;

std::optional<JournalEntry> Journal::find(const std::string &job) const {
    Statement select(database_, fmt::format("SELECT {} FROM jobs WHERE name = ?", columns));
    select.add(job);
    if (!select.step())
        return std::nullopt;
    JournalEntry entry = entry_of(select);
    for (const WrittenFile &file : outputs_of(job))
        entry.result.files.push_back(file.path);
    return entry;
}

std::vector<WrittenFile> Journal::outputs_of(const std::string &job) const {
    Statement select(database_, "SELECT path, stamp FROM outputs WHERE job = ? ORDER BY path");
    select.add(job);
    std::vector<WrittenFile> files;
    while (select.step()) {
        std::string path = select.text();
        files.push_back({std::move(path), select.text()});
    }
    return files;
}

std::vector<JournalEntry> Journal::done_of(const std::string &kind) const {
    Statement select(database_,
                     fmt::format("SELECT {} FROM jobs WHERE kind = ? AND state = 'done'", columns));
    select.add(kind);
    std::vector<JournalEntry> entries;
    while (select.step())
        entries.push_back(entry_of(select));
    return entries;
}

std::map<std::string, std::vector<std::string>> Journal::queued() const {
    std::map<std::string, std::vector<std::string>> jobs;
    if (schema_ < first_with_queue)
        return jobs;
    Statement select(database_, "SELECT job, ids FROM queue");
    while (select.step()) {
        auto &ids = jobs[select.text()];
        std::istringstream words(select.text());
        for (std::string id; words >> id;)
            ids.push_back(id);
    }
    return jobs;
}

void Journal::queue(const std::string &job, const std::vector<std::string> &ids) {
    if (ids.empty())
        Statement(database_, "DELETE FROM queue WHERE job = ?").add(job).step();
    else
        Statement(database_, "REPLACE INTO queue VALUES (?, ?)")
            .add(job)
            .add(fmt::to_string(fmt::join(ids, " ")))
            .step();
}

void Journal::begin(const Job &job, const JournalEntry &entry) {
    std::vector<WrittenFile> files;
    for (const std::string &path : job.writes)
        files.push_back({path, ""});
    end(job, entry, files);
}

void Journal::end(const Job &job, const JournalEntry &entry,
                  const std::vector<WrittenFile> &files) {
    Transaction transaction(database_);
    Statement replace(database_, "REPLACE INTO jobs VALUES "
                                 "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, datetime('now'))");
    const JobResult &result = entry.result;
    replace.add(job.name).add(job.command).add(name_of(result.state)).add(entry.digest);
    replace.add(entry.kind).add(entry.input_bytes).add(static_cast<std::uint64_t>(result.attempts));
    replace.add(result.seconds).add(result.memory).add(result.bytes).add(result.message);
    replace.add(result.detail).add(result.report).step();
    if (result.state != JobState::queued)
        queue(job.name, {});
    // What it wrote stays its own, whatever becomes of it.
    for (const WrittenFile &file : files)
        Statement(database_, "REPLACE INTO outputs VALUES (?, ?, ?)")
            .add(job.name)
            .add(file.path)
            .add(file.stamp)
            .step();
    transaction.commit();
}

} // namespace tessera::batch
