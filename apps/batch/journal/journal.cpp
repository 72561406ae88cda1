#include "batch/journal/journal.hpp"

#include <tessera/error.hpp>

#include <filesystem>
#include <spdlog/fmt/fmt.h>
#include <sqlite3.h>
#include <sstream>

namespace tessera::batch {
namespace {

constexpr int schema = 2;           // 1 had no queue
constexpr int patience_ms = 10'000; // for a reader, while a job's end is written down

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

} // namespace

/// One statement, from its values to its rows.
class Journal::Statement {
  public:
    Statement(const Journal &journal, const std::string &sql) : journal_(journal) {
        sqlite3_stmt *statement = nullptr;
        if (sqlite3_prepare_v2(journal.database_.get(), sql.c_str(), -1, &statement, nullptr) !=
            SQLITE_OK)
            journal.fail("can't be used");
        statement_.reset(statement);
    }

    Statement &add(const std::string &text) {
        sqlite3_bind_text(statement_.get(), ++bound_, text.data(), static_cast<int>(text.size()),
                          SQLITE_TRANSIENT);
        return *this;
    }
    Statement &add(std::uint64_t number) {
        sqlite3_bind_int64(statement_.get(), ++bound_, static_cast<sqlite3_int64>(number));
        return *this;
    }
    Statement &add(double number) {
        sqlite3_bind_double(statement_.get(), ++bound_, number);
        return *this;
    }

    /// To the next row; false where there is none.
    bool step() {
        column_ = 0;
        const int result = sqlite3_step(statement_.get());
        if (result != SQLITE_ROW && result != SQLITE_DONE)
            journal_.fail("can't be used");
        return result == SQLITE_ROW;
    }

    std::string text() {
        const int column = column_++;
        const auto *bytes = sqlite3_column_text(statement_.get(), column);
        const int size = sqlite3_column_bytes(statement_.get(), column);
        return {reinterpret_cast<const char *>(bytes), static_cast<std::size_t>(size)};
    }
    std::uint64_t number() {
        return static_cast<std::uint64_t>(sqlite3_column_int64(statement_.get(), column_++));
    }
    double real() { return sqlite3_column_double(statement_.get(), column_++); }

    JournalEntry entry() {
        JournalEntry entry;
        entry.result.state = state_of(text());
        entry.digest = text();
        entry.kind = text();
        entry.input_bytes = number();
        entry.result.attempts = static_cast<int>(number());
        entry.result.seconds = real();
        entry.result.memory = number();
        entry.result.bytes = number();
        entry.result.message = text();
        entry.result.detail = text();
        entry.result.report = text();
        return entry;
    }

  private:
    struct Finalize {
        void operator()(sqlite3_stmt *statement) const noexcept { sqlite3_finalize(statement); }
    };

    const Journal &journal_;
    std::unique_ptr<sqlite3_stmt, Finalize> statement_;
    int bound_ = 0, column_ = 0;
};

void Journal::Close::operator()(sqlite3 *database) const noexcept { sqlite3_close(database); }

void Journal::fail(const std::string &what) const {
    const int code = sqlite3_errcode(database_.get());
    throw Error(code == SQLITE_NOTADB || code == SQLITE_CORRUPT ? ErrorCode::corrupt_store
                                                                : ErrorCode::write_failed,
                fmt::format("the batch's journal '{}' {}", path_, what),
                sqlite3_errmsg(database_.get()));
}

void Journal::run(const char *sql) {
    if (sqlite3_exec(database_.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK)
        fail("can't be used");
}

Journal::Journal(const std::string &path, Access access) : path_(path) {
    const bool empty = access == Access::read && !std::filesystem::exists(path);
    const int flags = access == Access::read && !empty ? SQLITE_OPEN_READWRITE
                                                       : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    sqlite3 *database = nullptr;
    const int result =
        sqlite3_open_v2(empty ? ":memory:" : path.c_str(), &database, flags, nullptr);
    database_.reset(database);
    if (result != SQLITE_OK)
        fail("can't be opened");
    sqlite3_busy_timeout(database, patience_ms);
    Statement version(*this, "PRAGMA user_version");
    version.step();
    const std::uint64_t found = version.number();
    if (found > schema)
        throw Error(ErrorCode::corrupt_store,
                    fmt::format("the batch's journal '{}' is of schema {}, not {}: another "
                                "version made it",
                                path, found, schema));
    if (found < schema) {
        run(tables);
        run(fmt::format("PRAGMA user_version = {}", schema).c_str());
    }
}

Journal::~Journal() = default;

std::optional<JournalEntry> Journal::find(const std::string &job) const {
    Statement select(*this, fmt::format("SELECT {} FROM jobs WHERE name = ?", columns));
    select.add(job);
    if (!select.step())
        return std::nullopt;
    JournalEntry entry = select.entry();
    for (const WrittenFile &file : outputs_of(job))
        entry.result.files.push_back(file.path);
    return entry;
}

std::vector<WrittenFile> Journal::outputs_of(const std::string &job) const {
    Statement select(*this, "SELECT path, stamp FROM outputs WHERE job = ? ORDER BY path");
    select.add(job);
    std::vector<WrittenFile> files;
    while (select.step()) {
        std::string path = select.text();
        files.push_back({std::move(path), select.text()});
    }
    return files;
}

std::vector<JournalEntry> Journal::done_of(const std::string &kind) const {
    Statement select(*this,
                     fmt::format("SELECT {} FROM jobs WHERE kind = ? AND state = 'done'", columns));
    select.add(kind);
    std::vector<JournalEntry> entries;
    while (select.step())
        entries.push_back(select.entry());
    return entries;
}

std::map<std::string, std::vector<std::string>> Journal::queued() const {
    Statement select(*this, "SELECT job, ids FROM queue");
    std::map<std::string, std::vector<std::string>> jobs;
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
        Statement(*this, "DELETE FROM queue WHERE job = ?").add(job).step();
    else
        Statement(*this, "REPLACE INTO queue VALUES (?, ?)")
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
    run("BEGIN IMMEDIATE");
    Statement replace(*this, "REPLACE INTO jobs VALUES "
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
        Statement(*this, "REPLACE INTO outputs VALUES (?, ?, ?)")
            .add(job.name)
            .add(file.path)
            .add(file.stamp)
            .step();
    run("COMMIT");
}

} // namespace tessera::batch
