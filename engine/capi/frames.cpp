// The C API: sequences, to tensors and from them.

#include "base/run.hpp"
#include "capi/handles.hpp"
#include "capi/host_run.hpp"
#include "capi/options.hpp"
#include "capi/tensor.hpp"

#include <tessera/sequence.hpp>

#include <chrono>
#include <cmath>
#include <spdlog/fmt/fmt.h>

using namespace tessera;
using namespace tessera::internal;
using namespace tessera::capi;

namespace {

using Durations = std::vector<std::chrono::nanoseconds>;

/// An opened sequence. Thread-safe: calls wait for each other.
class OpenFrames {
  public:
    OpenFrames(const std::string &input, const FrameOptions &options)
        : reader_(open_frames(input, options, {.cancel = stop_.get_token()})) {}

    [[nodiscard]] tessera_frames_info info() {
        const std::uint64_t frames = durations().size(); // takes the lock
        const std::lock_guard lock(mutex_);
        const SequenceInfo &found = reader_->info();
        return {sizeof(tessera_frames_info),
                static_cast<int>(found.size.width),
                static_cast<int>(found.size.height),
                found.channels,
                found.plays,
                frames};
    }

    [[nodiscard]] Durations durations() {
        const std::lock_guard lock(mutex_);
        if (!durations_) {
            refuse_cancelled();
            durations_ = reader_->durations();
        }
        return *durations_;
    }

    /// Returns how many were left to be read.
    std::uint64_t read(const Tensor &tensor, const RunOptions &run) {
        const std::lock_guard lock(mutex_);
        refuse_cancelled();
        const SequenceInfo &found = reader_->info();
        if (tensor.size() != found.size || tensor.channels() != found.channels)
            refuse(fmt::format("frames of {} x {} px and {} channels don't fit into a tensor of "
                               "those of {} x {} px and {}",
                               found.size.width, found.size.height, found.channels,
                               tensor.size().width, tensor.size().height, tensor.channels()));
        const std::stop_callback stopping(run.cancel, [this] { stop_.request_stop(); });
        ProgressCounter progress(run, "frames", tensor.frames());
        std::uint64_t frames = 0;
        for (Frame frame; frames < tensor.frames() && reader_->next(frame); ++frames) {
            throw_if_cancelled(run);
            tensor.set(frames, frame.pixels);
            progress.add(1);
        }
        return frames;
    }

  private:
    /// Frames were lost on the way: what came now wouldn't be the next ones.
    void refuse_cancelled() const {
        if (stop_.stop_requested())
            refuse("the sequence's reading was cancelled: open it again");
    }

    std::mutex mutex_;
    std::stop_source stop_;
    std::unique_ptr<FrameReader> reader_;
    std::optional<Durations> durations_;
};

Handles<tessera_frames, OpenFrames> &sequences() {
    return handles<tessera_frames, OpenFrames>("sequence");
}

Durations durations_of(const double *seconds, std::uint64_t frames) {
    Durations result;
    for (std::uint64_t i = 0; seconds && i < frames; ++i) {
        if (!(seconds[i] >= 0 && seconds[i] <= 1e6))
            refuse(fmt::format("a frame is shown for 0 to 1000000 seconds, not {}", seconds[i]));
        result.emplace_back(std::llround(seconds[i] * 1e9));
    }
    return result;
}

} // namespace

int tessera_frames_open(const char *input, const char *const *options, tessera_frames **frames) {
    return border([&] {
        wanted(frames, "frames") = nullptr;
        wanted(input, "input");
        *frames = sequences().add(
            std::make_shared<OpenFrames>(input, frame_options(given_options("frames", options))));
    });
}

int tessera_frames_free(tessera_frames *frames) {
    return border([&] { sequences().remove(frames); });
}

int tessera_frames_get_info(const tessera_frames *frames, tessera_frames_info *info) {
    return border([&] {
        tessera_frames_info &into = checked(info, "tessera_frames_info");
        into = sequences().get(frames)->info();
    });
}

int tessera_frames_get_durations(const tessera_frames *frames, double *seconds, size_t count) {
    return border([&] {
        wanted(seconds, "seconds");
        const Durations found = sequences().get(frames)->durations();
        if (count != found.size())
            refuse(fmt::format("the sequence has {} frames; there is room for {}", found.size(),
                               count));
        for (const auto duration : found)
            *seconds++ = std::chrono::duration<double>(duration).count();
    });
}

int tessera_frames_read(const tessera_frames *frames, const tessera_tensor *tensor,
                        const tessera_run *run, uint64_t *read) {
    return border([&] {
        wanted(read, "read") = 0;
        const Tensor room(tensor);
        const auto found = sequences().get(frames);
        const HostRun host(run);
        *read = found->read(room, host.options());
    });
}

int tessera_frames_write(const tessera_tensor *tensor, const double *seconds, const char *target,
                         const char *const *options, const tessera_run *run,
                         tessera_frames_report *report) {
    return border([&] {
        wanted(target, "target");
        checked_if_any(report, "tessera_frames_report");
        const Tensor from(tensor);
        const GivenOptions given = given_options("write_frames", options);
        const SequenceOptions sequence = sequence_options(given);
        const FrameRate rate = given.has("fps") ? given.value("fps")->rate() : FrameRate{};
        const auto reader = frames_of(from, durations_of(seconds, from.frames()), rate);
        const HostRun host(run);
        thread_local SequenceReport written;
        written = write_frames(*reader, target, sequence, host.options());
        if (report) {
            report->frames = written.frames;
            report->bytes = written.bytes;
            report->seconds = std::chrono::duration<double>(written.duration).count();
            report->path = written.path.c_str();
            report->writer = written.writer.c_str();
        }
    });
}
