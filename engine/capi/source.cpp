// The C API: pictures to be rebuilt, and how like them a mosaic is.

#include "capi/host_run.hpp"
#include "capi/objects.hpp"
#include "capi/options.hpp"

#include <tessera/score.hpp>

using namespace tessera;
using namespace tessera::capi;

namespace {

/// What SSIM is where there is none: less than it can be.
constexpr double no_ssim = -2;

tessera_likeness likeness_of(const Likeness &found) {
    return {found.psnr, found.ssim.value_or(no_ssim), found.delta_e, found.delta_e_p95};
}

/// Tells the host when its pixels are no longer needed; nothing where it wants a copy to be taken.
std::shared_ptr<const void> owner_of(const tessera_pixels &pixels) {
    if (!pixels.release)
        return nullptr;
    return {pixels.data,
            [release = pixels.release, user = pixels.user](const void *) { release(user); }};
}

} // namespace

int tessera_source_open(const char *path, const char *const *options, tessera_source **source) {
    return border([&] {
        wanted(source, "source") = nullptr;
        wanted(path, "path");
        *source = sources().add(
            std::make_shared<const Source>(Source::open(path, background_option(options))));
    });
}

int tessera_source_from_pixels(const tessera_pixels *pixels, const char *const *options,
                               tessera_source **source) {
    return border([&] {
        const tessera_pixels given = checked(pixels, "tessera_pixels");
        const auto owner = owner_of(given);
        wanted(source, "source") = nullptr;
        wanted(given.data, "data");
        *source = sources().add(std::make_shared<const Source>(Source::from_pixels(
            {given.data, given.width, given.height, given.bands, given.stride}, owner,
            background_option(options), given.name ? given.name : "pixels")));
    });
}

int tessera_source_free(tessera_source *source) {
    return border([&] { sources().remove(source); });
}

int tessera_source_get_size(const tessera_source *source, int64_t *width, int64_t *height) {
    return border([&] {
        const Size size = sources().get(source)->size();
        wanted(width, "width") = size.width;
        wanted(height, "height") = size.height;
    });
}

int tessera_compare(const tessera_source *source, const tessera_source *mosaic, int columns,
                    int rows, const tessera_run *run, tessera_score *score) {
    return border([&] {
        tessera_score &into = checked(score, "tessera_score");
        const HostRun host(run);
        const Score found = compare(*sources().get(source), *sources().get(mosaic), {columns, rows},
                                    host.options());
        into.near_srgb = likeness_of(found.near_srgb);
        into.near_linear = likeness_of(found.near_linear);
        into.far_srgb = likeness_of(found.far_srgb);
        into.far_linear = likeness_of(found.far_linear);
    });
}
