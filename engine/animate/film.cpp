#include <tessera/animation.hpp>

#include "animate/frame_plans.hpp"
#include "base/hasher.hpp"
#include "base/run.hpp"
#include "match/checks.hpp"
#include "sequence/read_ahead.hpp"

#include <tessera/error.hpp>
#include <tessera/match.hpp>
#include <tessera/painter.hpp>

#include <spdlog/fmt/fmt.h>
#include <utility>

namespace tessera {
using namespace internal;
namespace {

class Film final : public FrameReader {
  public:
    Film(std::unique_ptr<FrameReader> frames, const TileLibrary &library,
         const FilmOptions &options, FilmReport *report, RunOptions run)
        : frames_(read_ahead(std::move(frames))), background_(options.background),
          matcher_(library, options.match, options.coherence, run), told_(report),
          run_(std::move(run)), info_(frames_->info()) {
        const Size mosaic = mosaic_size(options.match.grid, library.info().tile);
        check_grid("a frame", info_.size, options.match.grid, library.info().tile);
        info_.size = options.size == Size{} ? mosaic : options.size;
        info_.seekable = info_.seekable && options.coherence == 0 && options.plans.empty();
        if (!options.plans.empty())
            plans_.emplace(options.plans, options.plans_of, library);
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
        frame.duration = source_.duration;
        frame.pixels.resize(static_cast<std::size_t>(info_.size.width * info_.size.height) * 3);
        draw(mosaic_of_next(), mutable_view_of(frame.pixels, info_.size));
        ++report_.frames;
        report_.changes += matcher_.changed();
        if (told_)
            *told_ = report_;
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
    [[nodiscard]] Mosaic mosaic_of_next() {
        const std::string name = fmt::format("frame {}, {}", report_.frames,
                                             to_string(hash_bytes(source_.pixels)).substr(0, 16));
        if (auto planned = plan_of(name)) {
            matcher_.follow(*planned);
            return *std::move(planned);
        }
        Mosaic mosaic = matcher_.next(view_of(source_, frames_->info()), name, run_);
        ++report_.matched;
        if (plans_)
            plans_->save(report_.frames, mosaic);
        return mosaic;
    }

    /// A frame's plan, if it is there. After one that was made anew they may be others.
    [[nodiscard]] std::optional<Mosaic> plan_of(const std::string &name) const {
        if (!plans_ || report_.matched > 0)
            return std::nullopt;
        auto plan = plans_->load(report_.frames);
        return plan && plan->origin().source == name ? std::move(plan) : std::nullopt;
    }

    void draw(Mosaic mosaic, const MutableImageView &frame) {
        const Box view = whole_view(mosaic.size(), info_.size);
        const Patch all = seen_through(view, mosaic.size(), info_.size);
        if (mosaic.size() != info_.size)
            fill(frame, background_);
        MosaicPainter(std::move(mosaic), background_).draw({&all, 1}, frame, run_);
    }

    std::unique_ptr<FrameReader> frames_;
    Rgb background_;
    Matcher matcher_;
    std::optional<FramePlans> plans_;
    FilmReport report_{};
    FilmReport *told_;
    RunOptions run_;
    SequenceInfo info_;
    Frame source_{};
};

} // namespace

std::unique_ptr<FrameReader> mosaic_film(std::unique_ptr<FrameReader> frames,
                                         const TileLibrary &library, const FilmOptions &options,
                                         const RunOptions &run, FilmReport *report) {
    check_run(run);
    return std::make_unique<Film>(std::move(frames), library, options, report, run);
}

} // namespace tessera
