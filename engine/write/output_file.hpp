// Files that composed writers write: at any place, by several threads, in order where need be.
// Why: docs/decisions/composed-writers-work-once-per-tile.md
#pragma once

#include "base/file_descriptor.hpp"
#include "base/parallel.hpp"
#include "base/run.hpp"

#include <tessera/target.hpp>

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

namespace tessera::internal {

/// A new file. Thread-safe but for close(). Throws: Error{write_failed} that names the target.
class OutputFile {
  public:
    enum class Name {
        kept,
        removed ///< at once: the file goes when it is closed, even by a crash
    };

    /// Makes `path` for the output that users know as `target`.
    OutputFile(const std::string &path, std::string target, Name name = Name::kept);

    /// Writes all the bytes.
    void write_at(std::uint64_t offset, std::span<const std::uint8_t> bytes);

    /// Takes that many bytes at the end for the caller to write. Returns where they begin.
    std::uint64_t reserve(std::uint64_t bytes) noexcept { return size_.fetch_add(bytes); }

    /// Writes the bytes at the end. Returns where they begin.
    std::uint64_t append(std::span<const std::uint8_t> bytes);

    /// REQUIRES: the bytes were written. Throws: Error{write_failed} too.
    void read_at(std::uint64_t offset, std::span<std::uint8_t> bytes) const;

    /// Some file systems tell only now that there was no room.
    void close();

    [[nodiscard]] int descriptor() const noexcept { return file_.get(); }
    [[nodiscard]] std::uint64_t size() const noexcept { return size_; } ///< of what was reserved

  private:
    [[noreturn]] void fail() const;

    FileDescriptor file_;
    std::string target_;
    std::atomic<std::uint64_t> size_{0};
};

/// Where a writer puts what is to become the target: below `folder`, under the same name.
[[nodiscard]] std::string path_in(const std::string &folder, const Target &target);

/// Makes `count` pieces of a file on several threads and appends them in their order. `make` makes
/// the work of each thread: work(i, bytes) fills the empty `bytes` with piece i. `placed(i,
/// bytes)` is called in order, one at a time, just before piece i is written.
template <class Make, class Placed>
void append_in_order(OutputFile &file, std::size_t count, const RunOptions &run, Make &&make,
                     Placed &&placed) {
    FirstError error;
    std::atomic<std::size_t> taken{0};
    std::mutex mutex;
    std::condition_variable turn; // OpenMP's own `ordered` keeps a core busy with waiting
    std::size_t next = 0;
#pragma omp parallel num_threads(threads_of(run))
    {
        std::optional<std::invoke_result_t<Make &>> work;
        std::vector<std::uint8_t> bytes;
        std::uint64_t begin = 0;
        error.guard([&] { work.emplace(make()); });
        for (std::size_t i = taken++; i < count; i = taken++) {
            error.guard([&] {
                throw_if_cancelled(run);
                bytes.clear();
                (*work)(i, bytes);
            });
            {
                std::unique_lock lock(mutex);
                turn.wait(lock, [&] { return next == i; });
                error.guard([&] {
                    placed(i, std::span<const std::uint8_t>(bytes));
                    begin = file.reserve(bytes.size());
                });
                ++next;
            }
            turn.notify_all();
            error.guard([&] { file.write_at(begin, bytes); });
        }
    }
    error.rethrow();
}

} // namespace tessera::internal
