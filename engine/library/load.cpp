#include "library/load.hpp"

#include "image/picture.hpp"
#include "image/tile/features.hpp"
#include "image/tile/variations.hpp"
#include "library/film_tiles.hpp"

#include <tessera/error.hpp>

#include <algorithm>
#include <cstring>
#include <span>
#include <spdlog/fmt/fmt.h>
#include <utility>

namespace tessera::internal {
namespace {

constexpr std::size_t batch_bytes = std::size_t{64} << 20;
constexpr std::size_t longest_batch = 512;
constexpr std::size_t usual_bytes = std::size_t{4} << 20; // of a picture of any size

std::size_t tiles_of_photo(const TileOptions &options) {
    return static_cast<std::size_t>(options.crops) *
           static_cast<std::size_t>(options.augment.empty() ? 1 : 1 + options.copies);
}

std::vector<Tile> load(const Photo &photo, const TileOptions &options, const RunOptions &run) {
    if (is_film(photo.path, options))
        return load_film(photo.path, options, {.threads = 1, .cancel = run.cancel});
    if (options.shape != any_shape)
        return load_tiles(photo.path, options);
    std::vector<Tile> one;
    one.push_back(load_picture(photo.path));
    return one;
}

Outcome try_load(const Photo &photo, const TileOptions &options, const RunOptions &run) {
    try {
        Outcome outcome{load(photo, options, run), {}, nullptr};
        for (Tile &tile : outcome.tiles) {
            tile.record.name = photo.name;
            tile.record.label = photo.label;
            TileFeatures &features = outcome.features.emplace_back();
            if (options.shape == any_shape)
                continue;
            tile.record.shape = {options.shape.width, options.shape.height};
            features = features_of(tile.pixels, options.shape);
            features.picture = picture_of(tile);
        }
        return outcome;
    } catch (...) { // nothing may leave an OpenMP block
        return {{}, {}, std::current_exception()};
    }
}

/// libvips' messages are shared by all threads: a failure is told reliably only when it happens
/// alone.
void retry_failures(std::span<const Photo> photos, std::span<Outcome> outcomes,
                    const TileOptions &options, const RunOptions &run) {
    for (std::size_t i = 0; i < outcomes.size(); ++i)
        if (outcomes[i].error)
            outcomes[i] = try_load(photos[i], options, run);
}

} // namespace

std::string reason_of(const std::exception_ptr &failure) {
    try {
        std::rethrow_exception(failure);
    } catch (const Error &error) {
        const std::string detail = error.detail().substr(0, error.detail().find('\n'));
        return detail.empty() ? error.what() : fmt::format("{} ({})", error.what(), detail);
    } catch (const std::exception &error) {
        return error.what();
    }
}

PhotoLoader::PhotoLoader(std::vector<Photo> photos, const TileOptions &options,
                         const RunOptions &run)
    : photos_(std::move(photos)), options_(options), run_(run),
      progress_(run, "build", photos_.size()) {}

bool PhotoLoader::all_failed() {
    if (remaining() > 0 && next_ == loaded_)
        load_batch();
    return loaded_ == photos_.size() &&
           std::ranges::none_of(outcomes_, [](const Outcome &each) { return !each.error; });
}

Outcome PhotoLoader::next() {
    if (next_ == loaded_)
        load_batch();
    const std::size_t batch_begin = loaded_ - outcomes_.size();
    return std::move(outcomes_[next_++ - batch_begin]);
}

/// A film is a batch of its own: its tiles can be many.
std::size_t PhotoLoader::batch() const {
    const std::size_t bytes = options_.shape == any_shape
                                  ? usual_bytes
                                  : tiles_of_photo(options_) * std::size_t{options_.shape.bytes()};
    const std::size_t most =
        std::clamp<std::size_t>(batch_bytes / bytes, std::size_t(threads_of(run_)), longest_batch);
    const auto photos = std::span(photos_).subspan(next_, std::min(most, photos_.size() - next_));
    const auto film = std::ranges::find_if(
        photos, [&](const Photo &photo) { return is_film(photo.path, options_); });
    return std::max<std::size_t>(1, static_cast<std::size_t>(film - photos.begin()));
}

void PhotoLoader::load_batch() {
    const auto photos = std::span(photos_).subspan(next_, batch());
    outcomes_ = std::vector<Outcome>(photos.size());
#pragma omp parallel num_threads(threads_of(run_))
    {
        const VipsThread thread;
#pragma omp for schedule(dynamic)
        for (std::size_t i = 0; i < photos.size(); ++i)
            if (!run_.cancel.stop_requested()) {
                outcomes_[i] = try_load(photos[i], options_, run_);
                progress_.add(1);
            }
    }
    throw_if_cancelled(run_);
    retry_failures(photos, outcomes_, options_, run_);
    loaded_ = next_ + photos.size();
}

} // namespace tessera::internal
