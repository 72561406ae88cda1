// From photos to a store: decoded in parallel, kept in order.

#include "base/digest.hpp"
#include "base/log.hpp"
#include "base/run.hpp"
#include "image/features.hpp"
#include "image/session.hpp"
#include "image/tile.hpp"

#include <tessera/error.hpp>
#include <tessera/library.hpp>

#include <algorithm>
#include <cstring>
#include <exception>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <spdlog/fmt/fmt.h>
#include <sys/stat.h>

namespace tessera {
namespace {

constexpr std::size_t batch_bytes = std::size_t{64} << 20;
constexpr std::size_t longest_batch = 512;
constexpr int longest_tile_side = 4096;

/// What became of one photo.
struct Outcome {
    std::optional<Tile> tile;
    TileFeatures features{};
    std::exception_ptr error; ///< if there is no tile
};

/// A number that copies of a file share.
std::uint64_t picture_of(const Tile &tile) {
    std::uint64_t number = 0;
    std::memcpy(&number, tile.record.content.bytes.data(), sizeof number);
    return number;
}

Outcome try_load(const Photo &photo, const TileOptions &options) {
    try {
        Outcome outcome{load_tile(photo.path, options), {}, nullptr};
        outcome.tile->record.name = photo.name;
        outcome.tile->record.shape = {options.shape.width, options.shape.height};
        outcome.features = features_of(outcome.tile->pixels, options.shape);
        outcome.features.picture = picture_of(*outcome.tile);
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

std::vector<Outcome> load_batch(std::span<const Photo> photos, const TileOptions &options,
                                const RunOptions &run, ProgressCounter &progress) {
    std::vector<Outcome> outcomes(photos.size());
#pragma omp parallel num_threads(threads_of(run))
    {
        const VipsThread thread;
#pragma omp for schedule(dynamic)
        for (std::size_t i = 0; i < photos.size(); ++i)
            if (!run.cancel.stop_requested()) {
                outcomes[i] = try_load(photos[i], options);
                progress.add(1);
            }
    }
    throw_if_cancelled(run);
    retry_failures(photos, outcomes, options);
    return outcomes;
}

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

void check_options(const BuildOptions &options) {
    const TileShape tile = options.tile.shape;
    if (std::min(tile.width, tile.height) < 1 ||
        std::max(tile.width, tile.height) > longest_tile_side)
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("a tile has 1 to {} px a side, not {} x {}", longest_tile_side,
                                tile.width, tile.height));
}

std::string_view name_of(Crop crop) {
    switch (crop) {
    case Crop::entropy:
        return "entropy";
    case Crop::attention:
        return "attention";
    default:
        return "centre";
    }
}

std::string options_json(const BuildOptions &options) {
    const Rgb behind = options.tile.background;
    return nlohmann::json{
        {"background", fmt::format("#{:02x}{:02x}{:02x}", behind.red, behind.green, behind.blue)},
        {"crop", name_of(options.tile.crop)},
        {"embedded", options.tile.embedded}}
        .dump();
}

/// Appends tiles to a store and keeps the sums of what it appended.
class Appender {
  public:
    Appender(const std::string &path, const BuildOptions &options)
        : options_(options),
          builder_(create_store(options.store, path, options.tile.shape, options.replace)) {
        const TileShape shape = options.tile.shape;
        digest_.add(static_cast<std::uint64_t>(shape.width))
            .add(static_cast<std::uint64_t>(shape.height));
    }

    void add(const Photo &photo, const Outcome &outcome) {
        if (!outcome.tile) {
            report_.skipped.push_back({photo.path, reason_of(outcome.error)});
            if (options_.on_skip)
                options_.on_skip(report_.skipped.back());
            if (options_.on_error == OnError::fail)
                std::rethrow_exception(outcome.error);
            log().info("skipped: {}", report_.skipped.back().reason);
            return;
        }
        const auto &[pixels, record] = *outcome.tile;
        builder_->add(pixels, outcome.features, record);
        digest_.add(std::string_view(record.name)).add(record.pixels);
        ++report_.tiles;
    }

    BuildReport finish(const Digest &inputs) {
        if (report_.tiles == 0)
            throw Error(ErrorCode::unreadable_image,
                        fmt::format("none of the {} photos could be read; the first: {}",
                                    report_.skipped.size(), report_.skipped.front().reason));
        StoreInfo info;
        info.tile = options_.tile.shape;
        info.digest = digest_.digest();
        info.inputs = inputs;
        info.skipped = report_.skipped.size();
        info.options = options_json(options_);
        builder_->finish(info);
        return std::move(report_);
    }

  private:
    const BuildOptions &options_;
    std::unique_ptr<TileStoreBuilder> builder_;
    Hasher digest_;
    BuildReport report_;
};

} // namespace

Digest inputs_digest(std::span<const Photo> photos, const BuildOptions &options) {
    Hasher hasher;
    hasher.add(options_json(options))
        .add(static_cast<std::uint64_t>(options.tile.shape.width))
        .add(static_cast<std::uint64_t>(options.tile.shape.height));
    for (const Photo &photo : photos) {
        struct stat status {};
        ::stat(photo.path.c_str(), &status); // a file that is gone counts as empty
        hasher.add(std::filesystem::absolute(photo.path).lexically_normal().native())
            .add(static_cast<std::uint64_t>(status.st_size))
            .add(static_cast<std::uint64_t>(status.st_mtim.tv_sec))
            .add(static_cast<std::uint64_t>(status.st_mtim.tv_nsec));
    }
    return hasher.digest();
}

BuildReport build_library(std::span<const Photo> photos, const std::string &path,
                          const BuildOptions &options, const RunOptions &run) {
    if (photos.empty())
        throw Error(ErrorCode::unreadable_image,
                    fmt::format("no photo was found to build '{}' from", path));
    check_options(options);
    start_libvips();
    Appender appender(path, options);
    const Digest inputs = inputs_digest(photos, options);
    const std::size_t batch = std::clamp<std::size_t>(batch_bytes / options.tile.shape.bytes(),
                                                      std::size_t(threads_of(run)), longest_batch);
    const ScopedManyPictures tuned;
    ProgressCounter progress(run, "build", photos.size());
    for (std::size_t begin = 0; begin < photos.size(); begin += batch) {
        const auto some = photos.subspan(begin, std::min(batch, photos.size() - begin));
        const auto outcomes = load_batch(some, options.tile, run, progress);
        for (std::size_t i = 0; i < some.size(); ++i)
            appender.add(some[i], outcomes[i]);
    }
    return appender.finish(inputs);
}

} // namespace tessera
