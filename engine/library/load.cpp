#include "library/load.hpp"

#include "image/features.hpp"
#include "image/picture.hpp"

#include <tessera/error.hpp>

#include <algorithm>
#include <cstring>
#include <span>
#include <spdlog/fmt/fmt.h>
#include <utility>

namespace tessera {
namespace {

constexpr std::size_t batch_bytes = std::size_t{64} << 20;
constexpr std::size_t longest_batch = 512;
constexpr std::size_t usual_bytes = std::size_t{4} << 20; // of a picture of any size

/// A number that copies of a file share.
std::uint64_t picture_of(const Tile &tile) {
    std::uint64_t number = 0;
    std::memcpy(&number, tile.record.content.bytes.data(), sizeof number);
    return number;
}

Tile load(const Photo &photo, const TileOptions &options) {
    if (options.shape == any_shape)
        return load_picture(photo.path);
    return load_tile(photo.path, options);
}

Outcome try_load(const Photo &photo, const TileOptions &options) {
    try {
        Outcome outcome{load(photo, options), {}, nullptr};
        outcome.tile->record.name = photo.name;
        outcome.tile->record.label = photo.label;
        if (options.shape != any_shape) {
            outcome.features = features_of(outcome.tile->pixels, options.shape);
            outcome.features.picture = picture_of(*outcome.tile);
        }
        return outcome;
    } catch (...) { // nothing may leave an OpenMP block
        return {std::nullopt, {}, std::current_exception()};
    }
}

/// libvips' messages are shared by all threads: a failure is told reliably only when it happens
/// alone.
void retry_failures(std::span<const Photo> photos, std::span<Outcome> outcomes,
                    const TileOptions &options) {
    for (std::size_t i = 0; i < outcomes.size(); ++i)
        if (outcomes[i].error)
            outcomes[i] = try_load(photos[i], options);
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
    return loaded_ == photos_.size() && std::ranges::none_of(outcomes_, [](const Outcome &each) {
               return each.tile.has_value();
           });
}

Outcome PhotoLoader::next() {
    if (next_ == loaded_)
        load_batch();
    const std::size_t batch_begin = loaded_ - outcomes_.size();
    return std::move(outcomes_[next_++ - batch_begin]);
}

void PhotoLoader::load_batch() {
    const std::size_t bytes =
        options_.shape == any_shape ? usual_bytes : std::size_t{options_.shape.bytes()};
    const std::size_t batch =
        std::clamp<std::size_t>(batch_bytes / bytes, std::size_t(threads_of(run_)), longest_batch);
    const auto photos = std::span(photos_).subspan(next_, std::min(batch, photos_.size() - next_));
    outcomes_ = std::vector<Outcome>(photos.size());
#pragma omp parallel num_threads(threads_of(run_))
    {
        const VipsThread thread;
#pragma omp for schedule(dynamic)
        for (std::size_t i = 0; i < photos.size(); ++i)
            if (!run_.cancel.stop_requested()) {
                outcomes_[i] = try_load(photos[i], options_);
                progress_.add(1);
            }
    }
    throw_if_cancelled(run_);
    retry_failures(photos, outcomes_, options_);
    loaded_ = next_ + photos.size();
}

} // namespace tessera
