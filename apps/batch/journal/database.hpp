// SQLite's one door: a database in a file, its statements and its transactions.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

struct sqlite3;
struct sqlite3_stmt;

namespace tessera::batch {

/// One connection. Not thread-safe.
/// All throw Error{write_failed} that says what SQLite says, or Error{corrupt_store} for what is no
/// database.
class Database {
  public:
    enum class Access { read, write };

    /// path: of a file, which is made for Access::write; empty: the database is in memory.
    /// Access::read: no statement changes it. If a process was killed while it wrote, SQLite undoes
    /// that half of a change before it reads.
    Database(const std::string &path, Access access);

    /// Runs statements that return no rows.
    void run(const std::string &sql);

    [[noreturn]] void fail(const std::string &what) const;

  private:
    friend class Statement;
    friend class Transaction;
    struct Close {
        void operator()(sqlite3 *database) const noexcept;
    };

    std::string path_;
    std::unique_ptr<sqlite3, Close> database_;
};

/// One statement, from its values to its rows.
class Statement {
  public:
    Statement(const Database &database, const std::string &sql);

    /// The next value. REQUIRES: step() was not called.
    Statement &add(const std::string &text);
    Statement &add(std::uint64_t number);
    Statement &add(double number);

    /// Goes to the next row; false if there is none.
    bool step();

    /// The next column of the row.
    [[nodiscard]] std::string text();
    [[nodiscard]] std::uint64_t number();
    [[nodiscard]] double real();

  private:
    struct Finalize {
        void operator()(sqlite3_stmt *statement) const noexcept;
    };
    Statement &check(int result);

    const Database &database_;
    std::unique_ptr<sqlite3_stmt, Finalize> statement_;
    int bound_ = 0, column_ = 0;
};

/// Changes that are made together, or not at all: the destructor undoes what commit() didn't keep.
class Transaction {
  public:
    explicit Transaction(Database &database);
    ~Transaction();
    Transaction(const Transaction &) = delete;
    Transaction &operator=(const Transaction &) = delete;

    void commit();

  private:
    Database &database_;
    bool open_ = true;
};

} // namespace tessera::batch
