// The C API: mosaics, their plans and their pixels.

#include "base/log.hpp"
#include "capi/host_run.hpp"
#include "capi/objects.hpp"
#include "capi/options.hpp"

#include <spdlog/fmt/fmt.h>

using namespace tessera;
using namespace tessera::internal;
using namespace tessera::capi;

namespace {

void fill(tessera_match_report &into, const MatchReport &found) {
    into.cost = found.cost;
    into.nearest_cost = found.nearest_cost;
    into.gap = found.gap;
    into.moves = found.moves;
    into.tinted_cells = found.tinted;
    into.relaxed = static_cast<std::uint32_t>(found.relaxed.size());
}

std::shared_ptr<const Source> source_if_any(const tessera_source *source) {
    return source ? sources().get(source) : nullptr;
}

tessera_mosaic *handle_of(Mosaic mosaic) {
    return mosaics().add(std::make_shared<DrawnMosaic>(std::move(mosaic)));
}

/// Throws: Error{invalid_argument} where rows of a view lie beyond the bytes that the host gave. A
/// view without pixels is left to draw(), which says what is wrong with it.
void check_room(const ImageView &view, std::size_t bytes) {
    if (view.width < 1 || view.height < 1)
        return;
    const auto below = static_cast<std::size_t>(view.height) - 1;
    if (bytes < view.row_bytes() || (bytes - view.row_bytes()) / view.step() < below)
        refuse(
            fmt::format("{} x {} px of {} bands, with rows {} bytes apart, don't fit into the {} "
                        "bytes given",
                        view.width, view.height, view.bands, view.step(), bytes));
}

} // namespace

int tessera_match(const tessera_source *source, const tessera_library *library,
                  const char *const *options, const tessera_match_pictures *pictures,
                  const tessera_run *run, tessera_match_report *report, tessera_mosaic **mosaic) {
    return border([&] {
        wanted(mosaic, "mosaic") = nullptr;
        checked_if_any(report, "tessera_match_report");
        checked_if_any(pictures, "tessera_match_pictures");
        const auto from = sources().get(source);
        const auto tiles = libraries().get(library);
        const auto mask = source_if_any(pictures ? pictures->mask : nullptr);
        const auto importance = source_if_any(pictures ? pictures->importance : nullptr);
        const HostRun host(run);
        const MatchOptions wish =
            match_options(options, *from, *tiles, {mask.get(), importance.get()}, host.options());
        MatchReport told;
        Mosaic matched = match(*from, *tiles, wish, host.options(), &told);
        for (const std::string &rule : told.relaxed)
            log().warn(rule);
        if (report)
            fill(*report, told);
        *mosaic = handle_of(std::move(matched));
    });
}

int tessera_mosaic_free(tessera_mosaic *mosaic) {
    return border([&] { mosaics().remove(mosaic); });
}

int tessera_mosaic_get_info(const tessera_mosaic *mosaic, tessera_mosaic_info *info) {
    return border([&] {
        tessera_mosaic_info &into = checked(info, "tessera_mosaic_info");
        const auto found = mosaics().get(mosaic);
        const Mosaic &plan = found->mosaic;
        into.width = plan.size().width;
        into.height = plan.size().height;
        into.columns = plan.grid().columns;
        into.rows = plan.grid().rows;
        into.bands = plan.form().alpha ? 4 : 3;
        into.distinct_tiles = static_cast<std::uint32_t>(plan.distinct_tiles().size());
        into.empty_cells = plan.empty_cells();
    });
}

int tessera_mosaic_get_tiles(const tessera_mosaic *mosaic, uint32_t *tiles, size_t cells) {
    return border([&] {
        wanted(tiles, "tiles");
        const auto found = mosaics().get(mosaic);
        const Mosaic &plan = found->mosaic;
        if (cells != plan.cells().size())
            refuse(fmt::format("the mosaic has {} cells; there is room for {}", plan.cells().size(),
                               cells));
        for (const VariantIndex variant : plan.cells())
            *tiles++ = plan.variants()[variant].tile;
    });
}

int tessera_mosaic_save(const tessera_mosaic *mosaic, const char *path,
                        const char *const *options) {
    return border([&] {
        wanted(path, "path");
        save_plan(mosaics().get(mosaic)->mosaic, path, force_option(options));
    });
}

int tessera_mosaic_load(const char *path, const tessera_library *library, tessera_mosaic **mosaic) {
    return border([&] {
        wanted(mosaic, "mosaic") = nullptr;
        wanted(path, "path");
        *mosaic = handle_of(load_plan(path, *libraries().get(library)));
    });
}

int tessera_write(const tessera_mosaic *mosaic, const char *target, const char *const *options,
                  const tessera_source *source, const tessera_run *run,
                  tessera_write_report *report) {
    return border([&] {
        wanted(target, "target");
        checked_if_any(report, "tessera_write_report");
        const auto found = mosaics().get(mosaic);
        const auto blended = source_if_any(source);
        const HostRun host(run);
        thread_local WriteReport written;
        written =
            write(found->mosaic, target,
                  write_options(given_options("write", options), blended.get()), host.options());
        if (report) {
            report->bytes = written.bytes;
            report->path = written.path.c_str();
            report->writer = written.writer.c_str();
        }
    });
}

int tessera_draw(const tessera_mosaic *mosaic, const tessera_rectangle *rectangle,
                 const tessera_run *run) {
    return border([&] {
        const tessera_rectangle &wish = checked(rectangle, "tessera_rectangle");
        wanted(wish.pixels, "pixels");
        const auto found = mosaics().get(mosaic);
        const HostRun host(run);
        const MutableImageView into{wish.pixels, wish.width, wish.height,
                                    found->mosaic.form().alpha ? 4 : 3, wish.stride};
        check_room(into, wish.bytes);
        draw(found->canvas(), {wish.left, wish.top, wish.width, wish.height}, into, host.options());
    });
}
