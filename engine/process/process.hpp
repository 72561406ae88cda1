// A child process whose standard streams are ours.
// Why: docs/decisions/video-goes-through-a-child-process.md
#pragma once

#include "base/file_descriptor.hpp"

#include <tessera/error.hpp>
#include <tessera/run.hpp>

#include <array>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <sys/types.h>
#include <thread>
#include <vector>

namespace tessera::internal {

struct ProcessOptions {
    std::string program;                ///< path of it
    std::vector<std::string> arguments; ///< as the program gets them: no shell ever sees them
    std::string task;                   ///< how errors begin: "cannot read 'film.mp4'"
    ErrorCode code = ErrorCode::unreadable_image; ///< that errors have
    bool has_input = false;                ///< write() feeds its standard input; else that is empty
    bool has_side_output = false;          ///< file descriptor 3 of the child is read, too
    std::chrono::milliseconds patience{0}; ///< without any input or output; 0: for ever
    std::chrono::milliseconds limit{0};    ///< of all of its time; 0: none
    std::chrono::milliseconds grace{0};    ///< between SIGTERM and its end, where we end it
    std::string folder;                    ///< that it works in; empty: ours
    int inherited = -1; ///< a descriptor that it holds as well, as long as it lives
    std::stop_token cancel{};
};

/// Lives no longer than this object, nor than this process, however that ends; one with a grace
/// gets SIGTERM and ends itself. Everything that
/// waits for it ends with Error{cancelled} once a stop is requested, and with an error where the
/// child neither reads nor writes anything any more. Not thread-safe.
class ChildProcess {
  public:
    enum Stream : std::size_t { output, errors, side_output };

    /// Throws: Error{unsupported} if it can't be started; the message says what the system refused,
    /// and why.
    explicit ChildProcess(ProcessOptions options);
    ~ChildProcess(); ///< ends it, and whatever it started, unless it has ended
    ChildProcess(const ChildProcess &) = delete;
    ChildProcess &operator=(const ChildProcess &) = delete;

    /// Reads until `bytes` is full; fewer bytes only at the end of the stream.
    [[nodiscard]] std::size_t read(Stream stream, std::span<std::uint8_t> bytes);

    /// The next line, without its end; nothing at the end of the stream.
    [[nodiscard]] std::optional<std::string> read_line(Stream stream);

    /// All that is still to come.
    [[nodiscard]] std::string read_all(Stream stream);

    /// False where the child doesn't read any more.
    [[nodiscard]] bool write(std::span<const std::uint8_t> bytes);

    /// Ends its input, takes the rest of its output, and waits for it. Returns its exit code, or
    /// 128 + the signal that ended it.
    int finish();

    /// What it wrote to standard error so far, the first 64 KiB of it, without a newline at the
    /// end.
    [[nodiscard]] std::string error_text() const;

    /// Whether the program says that it may open no more files. Its failure tells nothing about
    /// its input then.
    [[nodiscard]] bool lacks_descriptors() const;

    /// Throws: Error{options.code} that says `why`, with what the program said itself as the
    /// detail. Where it lacks descriptors, the error says that instead.
    [[noreturn]] void fail(const std::string &why) const;

  private:
    /// Our end of a stream.
    struct Pipe {
        FileDescriptor end{};
        std::string buffer{};             ///< read, but not asked for yet
        std::span<std::uint8_t> wanted{}; ///< what is asked for and isn't read yet
    };
    struct Wanted;
    using Clock = std::chrono::steady_clock;

    void start();
    void live(std::array<FileDescriptor, 4> ends, FileDescriptor report);
    [[nodiscard]] std::optional<int> status();
    /// Waits a moment for something to move, and takes what the child wrote. True where its input
    /// has room; only looked for if it is wanted.
    bool pump(bool wants_room);
    void receive(Pipe &pipe, bool keep);
    void note(Pipe &pipe, ssize_t got); ///< what a read of it returned
    void check_life();
    [[nodiscard]] std::uint64_t activity() const;

    ProcessOptions options_;
    std::vector<char *> argv_; ///< its program and arguments, and a null at the end
    FileDescriptor input_;
    std::array<Pipe, 3> outputs_;
    Clock::time_point began_ = Clock::now(), moved_ = began_;
    std::uint64_t activity_ = 0;

    std::mutex mutex_; ///< of what follows
    std::condition_variable changed_;
    pid_t pid_ = 0;
    std::optional<int> status_{};
    /// Starts the child and waits for it: the system ends a child with the thread that made it.
    std::jthread thread_;
};

} // namespace tessera::internal
