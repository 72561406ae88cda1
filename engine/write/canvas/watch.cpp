#include "write/canvas/watch.hpp"

#include <algorithm>

namespace tessera::internal {

CanvasWatch::CanvasWatch(const vips::VImage &image, bool may_kill, const RunOptions &run)
    : run_(run), height_(image.height()), may_kill_(may_kill),
      progress_(run, "write", static_cast<std::uint64_t>(image.height())) {
    vips_image_set_progress(image.get_image(), TRUE);
    g_signal_connect(image.get_image(), "eval", G_CALLBACK(eval), this);
}

void CanvasWatch::finish() {
    progress_.add(static_cast<std::uint64_t>(height_ - std::exchange(done_, height_)));
}

void CanvasWatch::eval(VipsImage *image, VipsProgress *state, CanvasWatch *self) {
    if (self->run_.cancel.stop_requested() && self->may_kill_)
        vips_image_set_kill(image, TRUE);
    const std::int64_t rows =
        state->tpels > 0 ? self->height_ * std::min(state->npels, state->tpels) / state->tpels : 0;
    if (rows > self->done_) {
        self->progress_.add(static_cast<std::uint64_t>(rows - self->done_));
        self->done_ = rows;
    }
}

} // namespace tessera::internal
