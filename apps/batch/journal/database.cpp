#include "batch/journal/database.hpp"

#include <tessera/error.hpp>

#include <cstring>
#include <spdlog/fmt/fmt.h>
#include <sqlite3.h>

namespace tessera::batch {
namespace {

constexpr int patience_ms = 10'000; // for a reader, while a job's end is written down

} // namespace

void Database::Close::operator()(sqlite3 *database) const noexcept { sqlite3_close(database); }

Database::Database(const std::string &path, Access access) : path_(path) {
    // Also to read: SQLite has to undo what a killed process left.
    const int flags =
        SQLITE_OPEN_READWRITE | (access == Access::write || path.empty() ? SQLITE_OPEN_CREATE : 0);
    sqlite3 *database = nullptr;
    const int result =
        sqlite3_open_v2(path.empty() ? ":memory:" : path.c_str(), &database, flags, nullptr);
    database_.reset(database);
    if (result != SQLITE_OK)
        fail("can't be opened");
    sqlite3_busy_timeout(database, patience_ms);
    if (access == Access::read && !path.empty())
        run("PRAGMA query_only = ON");
}

void Database::run(const std::string &sql) {
    if (sqlite3_exec(database_.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
        fail("can't be used");
}

void Database::fail(const std::string &what) const {
    const int code = sqlite3_errcode(database_.get());
    const int system = sqlite3_system_errno(database_.get());
    std::string detail = sqlite3_errmsg(database_.get());
    if ((code == SQLITE_CANTOPEN || code == SQLITE_IOERR) && system != 0)
        detail += fmt::format(": {}", std::strerror(system));
    throw Error(code == SQLITE_NOTADB || code == SQLITE_CORRUPT ? ErrorCode::corrupt_store
                                                                : ErrorCode::write_failed,
                fmt::format("the batch's journal '{}' {}", path_, what), detail);
}

void Statement::Finalize::operator()(sqlite3_stmt *statement) const noexcept {
    sqlite3_finalize(statement);
}

Statement::Statement(const Database &database, const std::string &sql) : database_(database) {
    sqlite3_stmt *statement = nullptr;
    check(sqlite3_prepare_v2(database.database_.get(), sql.c_str(), -1, &statement, nullptr));
    statement_.reset(statement);
}

Statement &Statement::check(int result) {
    if (result != SQLITE_OK)
        database_.fail("can't be used");
    return *this;
}

Statement &Statement::add(const std::string &text) {
    return check(sqlite3_bind_text64(statement_.get(), ++bound_, text.data(), text.size(),
                                     SQLITE_TRANSIENT, SQLITE_UTF8));
}

Statement &Statement::add(std::uint64_t number) {
    return check(
        sqlite3_bind_int64(statement_.get(), ++bound_, static_cast<sqlite3_int64>(number)));
}

Statement &Statement::add(double number) {
    return check(sqlite3_bind_double(statement_.get(), ++bound_, number));
}

bool Statement::step() {
    column_ = 0;
    const int result = sqlite3_step(statement_.get());
    if (result != SQLITE_ROW && result != SQLITE_DONE)
        database_.fail("can't be used");
    return result == SQLITE_ROW;
}

std::string Statement::text() {
    const int column = column_++;
    const auto *bytes = sqlite3_column_text(statement_.get(), column);
    const int size = sqlite3_column_bytes(statement_.get(), column);
    if (!bytes)
        return {};
    return {reinterpret_cast<const char *>(bytes), static_cast<std::size_t>(size)};
}

std::uint64_t Statement::number() {
    return static_cast<std::uint64_t>(sqlite3_column_int64(statement_.get(), column_++));
}

double Statement::real() { return sqlite3_column_double(statement_.get(), column_++); }

Transaction::Transaction(Database &database) : database_(database) {
    database_.run("BEGIN IMMEDIATE");
}

Transaction::~Transaction() {
    // SQLite may have undone it already, on a full disk for example.
    if (open_ && sqlite3_get_autocommit(database_.database_.get()) == 0)
        sqlite3_exec(database_.database_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
}

void Transaction::commit() {
    database_.run("COMMIT");
    open_ = false;
}

} // namespace tessera::batch
