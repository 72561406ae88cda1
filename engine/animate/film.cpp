#include <tessera/film.hpp>

#include "base/run.hpp"
#include "match/checks.hpp"

#include <tessera/animation.hpp>
#include <tessera/error.hpp>
#include <tessera/matcher.hpp>
#include <tessera/painter.hpp>

#include <spdlog/fmt/fmt.h>
#include <utility>

namespace tessera {
namespace {

class Film final : public FrameReader {
  public:
    Film(std::unique_ptr<FrameReader> frames, const TileLibrary &library,
         const FilmOptions &options, FilmReport *report, RunOptions run)
        : frames_(std::move(frames)), background_(options.background),
          matcher_(library, options.match, options.coherence, run), report_(report),
          run_(std::move(run)), info_(frames_->info()) {
        const Size mosaic = mosaic_size(options.match.grid, library.info().tile);
        check_grid("a frame", info_.size, options.match.grid, library.info().tile);
        info_.size = options.size == Size{} ? mosaic : options.size;
        info_.seekable = info_.seekable && options.coherence == 0;
        if (info_.size.width < 1 || info_.size.height < 1 ||
            info_.size.height > max_frame_pixels / info_.size.width)
            throw Error(ErrorCode::invalid_argument,
                        fmt::format("frames of {} x {} px can't be made; they have {} px at most",
                                    info_.size.width, info_.size.height, max_frame_pixels));
        run_.progress = nullptr; // frames are what counts
    }

    [[nodiscard]] const SequenceInfo &info() const noexcept override { return info_; }

    [[nodiscard]] bool next(Frame &frame) override {
        throw_if_cancelled(run_);
        if (!frames_->next(source_))
            return false;
        Matched matched = matcher_.next({source_.pixels, frames_->info().size, "a frame"}, run_);
        frame.duration = source_.duration;
        frame.pixels.resize(static_cast<std::size_t>(info_.size.width * info_.size.height) * 3);
        draw(std::move(matched.mosaic), {frame.pixels, info_.size});
        if (report_) {
            ++report_->frames;
            report_->changes += matcher_.changed();
        }
        return true;
    }

    bool skip() override {
        if (info_.seekable)
            return frames_->skip();
        Frame ignored; // those after it depend on it
        return next(ignored);
    }

    [[nodiscard]] std::vector<std::chrono::nanoseconds> durations() override {
        return frames_->durations();
    }

    void seek(std::uint64_t index) override {
        if (!info_.seekable)
            throw Error(ErrorCode::unsupported, "a coherent film can't be entered in the middle");
        frames_->seek(index);
    }

  private:
    void draw(Mosaic mosaic, FrameView frame) {
        const Box view = whole_view(mosaic.size(), info_.size);
        const Patch all = seen_through(view, mosaic.size(), info_.size);
        if (mosaic.size() != info_.size)
            fill(frame, background_);
        MosaicPainter(std::move(mosaic), background_).draw({&all, 1}, frame, run_);
    }

    std::unique_ptr<FrameReader> frames_;
    Rgb background_;
    Matcher matcher_;
    FilmReport *report_;
    RunOptions run_;
    SequenceInfo info_;
    Frame source_{};
};

} // namespace

std::unique_ptr<FrameReader> mosaic_film(std::unique_ptr<FrameReader> frames,
                                         const TileLibrary &library, const FilmOptions &options,
                                         FilmReport *report, const RunOptions &run) {
    return std::make_unique<Film>(std::move(frames), library, options, report, run);
}

} // namespace tessera
