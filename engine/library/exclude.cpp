#include "base/parallel.hpp"
#include "base/run.hpp"
#include "image/session.hpp"

#include <tessera/error.hpp>
#include <tessera/select.hpp>
#include <tessera/source.hpp>

#include <algorithm>
#include <fnmatch.h>
#include <memory>
#include <spdlog/fmt/fmt.h>

namespace tessera {
using namespace internal;
namespace {

constexpr std::size_t photos_per_turn = 16;

bool fits(const std::string &pattern, const std::string &name) {
    return ::fnmatch(pattern.c_str(), name.c_str(), 0) == 0;
}

/// "a/b/c.jpg": whether it fits "a", "a/b", "b", "a/b/c.jpg" or "c.jpg".
bool is_excluded(const std::string &name, const std::string &pattern) {
    for (std::size_t begin = 0; begin <= name.size();) {
        const std::size_t end = std::min(name.find('/', begin), name.size());
        if (fits(pattern, name.substr(begin, end - begin)) || fits(pattern, name.substr(0, end)))
            return true;
        begin = end + 1;
    }
    return false;
}

/// Why a photo is too small; empty where it isn't, or can't be read.
std::string complaint(const Photo &photo, Size least) {
    try {
        const Size size = Source::open(photo.path).size();
        if (size.width >= least.width && size.height >= least.height)
            return {};
        return fmt::format("'{}' has {} x {} px; at least {} x {} were wanted", photo.path,
                           size.width, size.height, least.width, least.height);
    } catch (const Error &) {
        return {};
    }
}

} // namespace

void exclude_photos(std::vector<Photo> &photos, const std::vector<std::string> &patterns) {
    std::erase_if(photos, [&](const Photo &photo) {
        return std::ranges::any_of(
            patterns, [&](const std::string &pattern) { return is_excluded(photo.name, pattern); });
    });
}

std::vector<SkippedPhoto> exclude_small_photos(std::vector<Photo> &photos, Size least,
                                               const RunOptions &run) {
    check_run(run);
    start_libvips();
    std::vector<std::string> complaints(photos.size());
    const ScopedManyPictures tuned;
    ProgressCounter progress(run, "sizes", photos.size());
    parallel_for((photos.size() + photos_per_turn - 1) / photos_per_turn, threads_of(run), [&] {
        return [&, thread = std::make_unique<VipsThread>()](std::size_t turn) {
            throw_if_cancelled(run);
            const std::size_t begin = turn * photos_per_turn;
            const std::size_t end = std::min(begin + photos_per_turn, photos.size());
            for (std::size_t i = begin; i < end; ++i)
                complaints[i] = complaint(photos[i], least);
            progress.add(end - begin);
        };
    });
    std::vector<SkippedPhoto> small;
    std::vector<Photo> kept;
    for (std::size_t i = 0; i < photos.size(); ++i)
        if (complaints[i].empty())
            kept.push_back(std::move(photos[i]));
        else
            small.push_back({photos[i].path, complaints[i]});
    photos = std::move(kept);
    return small;
}

} // namespace tessera
