// What surrounds the work: starting libvips, threads, progress, cancelling, the log.
#pragma once

#include <tessera/export.hpp>

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>
#include <string_view>

namespace tessera {

/// Version of the library that runs, for example "0.1.0".
[[nodiscard]] TESSERA_API std::string_view version() noexcept;

/// How far a stage has come. total is 0 where it isn't known beforehand.
struct Progress {
    std::string_view stage; ///< "build", "match", "encode", "write" ...: docs/calling.md
    std::uint64_t done = 0;
    std::uint64_t total = 0;
};

inline constexpr int most_threads = 1024;

/// How a long operation runs. Every field may be left out. Every operation refuses a number of
/// threads below 0 or above most_threads: it throws Error{invalid_argument} before any work.
struct RunOptions {
    int threads = 0;          ///< 0 to most_threads; 0: as many as OpenMP takes
    std::stop_token cancel{}; ///< stop requested: the operation throws Error{cancelled}, soon
    /// Called from one thread at a time, though not always the same one. An exception that it
    /// throws is ignored.
    std::function<void(const Progress &)> progress{};
};

/// Starts libvips, if the program hasn't, and tunes it for one pass over large pictures: smaller
/// strips from here on, and no operation cache while any Session lives. A Session is a convenience:
/// every operation starts libvips by itself when need be. libvips is never shut down, since the
/// host may use it. Not thread-safe: make one at the start of the program.
class TESSERA_API Session {
  public:
    Session();
    ~Session();
    Session(const Session &) = delete;
    Session &operator=(const Session &) = delete;
};

/// What every output is checked for before any work: that nothing of that name exists (unless
/// `replace`), that it is no folder, and that its folder is there and can be written to.
/// Throws: Error{write_failed}.
TESSERA_API void check_output_path(const std::string &path, bool replace);

/// Writes a file that appears under its name whole, or not at all.
/// Throws: Error{write_failed}, also where it exists and `replace` is false.
TESSERA_API void save_output(const std::string &path, std::string_view bytes, bool replace);

/// Removes every output that is still being written in this process. For a program that must end
/// at once, before it calls _exit(). Thread-safe, and safe while they are written.
TESSERA_API void abandon_outputs() noexcept;

/// A file or folder of the program's own that abandon_outputs() removes, too, as long as this
/// object lives. The constructor and the destructor are thread-safe.
class TESSERA_API Abandonable {
  public:
    explicit Abandonable(std::string path);
    ~Abandonable();
    Abandonable(const Abandonable &) = delete;
    Abandonable &operator=(const Abandonable &) = delete;

  private:
    std::string path_;
};

enum class LogLevel { debug, info, warning, error };

/// Sends the library's log lines to `sink`; an empty function sends them nowhere, which is how it
/// starts. The library never prints. `sink` is called from one thread at a time and must not call
/// this function. An exception that it throws, of any type, is ignored. Lines that the library
/// would log of calls that `sink` makes are dropped.
TESSERA_API void set_log_sink(std::function<void(LogLevel, std::string_view)> sink);

} // namespace tessera
