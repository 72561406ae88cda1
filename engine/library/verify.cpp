// Whether a library is whole.

#include "base/hasher.hpp"
#include "base/parallel.hpp"
#include "base/run.hpp"
#include "image/session.hpp"
#include "image/tile/features.hpp"
#include "library/tiles_digest.hpp"

#include <tessera/error.hpp>
#include <tessera/maintain.hpp>

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>

namespace tessera {
using namespace internal;
namespace {

constexpr std::uint32_t tiles_at_once = 64;
// Of means of sRGB values: compilers and versions of libvips differ by far less.
constexpr double most_apart = 0.01;

bool are_near(const TileFeatures &a, const TileFeatures &b) {
    const auto near = [](double x, double y) { return std::abs(x - y) <= most_apart; };
    return std::ranges::equal(a.mean, b.mean, near) && std::ranges::equal(a.parts, b.parts, near) &&
           a.fingerprint == b.fingerprint;
}

/// Checks some tiles one after another. What is wrong with one is kept, and the next looked at.
class Verifier {
  public:
    Verifier(const TileStore &store, std::vector<TileFeatures> features)
        : store_(store), features_(std::move(features)), records_(store.info().tiles),
          damage_(store.info().tiles) {}

    void check(TileId first, TileId end) {
        for (TileId id = first; id < end; ++id)
            if (const auto pixels = try_read(id);
                pixels && !features_.empty() &&
                !are_near(features_of(*pixels, store_.info().tile), features_[id]))
                damage_[id] = "its features are not those of its pixels";
    }

    /// In the order of the ids.
    [[nodiscard]] std::vector<Damage> damage() const {
        std::vector<Damage> result;
        for (TileId id = 0; id < damage_.size(); ++id)
            if (!damage_[id].empty())
                result.push_back(
                    {false, id, records_[id] ? records_[id]->name : std::string(), damage_[id]});
        return result;
    }

    [[nodiscard]] bool fits_digest() const {
        TilesDigest digest(store_.info().tile);
        for (const auto &record : records_) {
            if (!record)
                return true; // told already
            digest.add(*record);
        }
        return digest.digest() == store_.info().digest;
    }

  private:
    std::optional<std::vector<std::uint8_t>> try_read(TileId id) {
        try {
            records_[id] = store_.record(id);
            const TileRecord &record = *records_[id];
            if (const TileShape tile = store_.info().tile;
                tile != any_shape && record.shape != PictureShape{tile.width, tile.height, 3}) {
                damage_[id] = "its record has another shape than the library's tiles";
                return std::nullopt;
            }
            std::vector<std::uint8_t> pixels(record.shape.bytes());
            store_.read(id, pixels);
            if (hash_bytes(pixels) == record.pixels)
                return pixels;
            damage_[id] = "its pixels are not those of its record";
        } catch (const Error &error) {
            damage_[id] = error.what();
        }
        return std::nullopt;
    }

    const TileStore &store_;
    std::vector<TileFeatures> features_; ///< empty: there are none to check
    std::vector<std::optional<TileRecord>> records_;
    std::vector<std::string> damage_;
};

} // namespace

std::vector<Damage> verify_library(const std::string &path, const RunOptions &run) {
    check_run(run);
    const auto store = open_store(path);
    start_libvips();
    std::vector<Damage> wrong;
    std::vector<TileFeatures> features;
    try {
        features = store->features();
    } catch (const Error &error) {
        wrong.push_back({true, 0, {}, error.what()});
    }
    const std::uint32_t tiles = store->info().tiles;
    Verifier verifier(*store, std::move(features));
    const ScopedManyPictures tuned;
    ProgressCounter progress(run, "verify", tiles);
    parallel_for((tiles + tiles_at_once - 1) / tiles_at_once, threads_of(run), [&] {
        return [&, thread = std::make_unique<VipsThread>()](std::size_t some) {
            throw_if_cancelled(run);
            const auto first = static_cast<TileId>(some * tiles_at_once);
            const TileId end = std::min(first + tiles_at_once, tiles);
            verifier.check(first, end);
            progress.add(end - first);
        };
    });
    std::ranges::move(verifier.damage(), std::back_inserter(wrong));
    if (wrong.empty() && !verifier.fits_digest())
        wrong.push_back({true, 0, {}, "its digest is not that of its tiles"});
    return wrong;
}

} // namespace tessera
