// Progress and cancelling while libvips draws.
#pragma once

#include "base/run.hpp"
#include "image/guard.hpp"

#include <cstdint>
#include <stop_token>
#include <utility>
#include <vips/vips8>

namespace tessera::internal {

/// Passes libvips' progress on a picture on, stage "write" in px rows, and a request to stop back.
/// REQUIRES: outlives what pulls the picture.
class CanvasWatch {
  public:
    /// may_kill: whether what pulls it survives that.
    CanvasWatch(const vips::VImage &image, bool may_kill, const RunOptions &run);
    CanvasWatch(const CanvasWatch &) = delete;
    CanvasWatch &operator=(const CanvasWatch &) = delete;

    /// Throws: Error{cancelled}, if that is why `work` threw a VError.
    template <class Work> void cancellable(Work &&work) {
        try {
            std::forward<Work>(work)();
        } catch (const vips::VError &) {
            if (!run_.cancel.stop_requested())
                throw;
            static_cast<void>(take_vips_error());
            throw_if_cancelled(run_);
        }
    }

    /// All rows are done.
    void finish();

  private:
    static void eval(VipsImage *image, VipsProgress *state, CanvasWatch *self);

    const RunOptions &run_;
    std::int64_t height_;
    bool may_kill_;
    std::int64_t done_ = 0;
    ProgressCounter progress_;
};

} // namespace tessera::internal
