// The C API: libraries of tiles.

#include "capi/host_run.hpp"
#include "capi/objects.hpp"
#include "capi/options.hpp"

#include <tessera/select.hpp>

#include <algorithm>
#include <spdlog/fmt/fmt.h>
#include <spdlog/fmt/ranges.h>
#include <string>
#include <variant>
#include <vector>

using namespace tessera;
using namespace tessera::capi;

namespace {

std::vector<Photo> photos_of(const char *const *list, const BuildSettings &wish,
                             const RunOptions &run) {
    std::vector<std::string> inputs;
    for (; *list; ++list)
        inputs.emplace_back(*list);
    auto photos = find_photos(inputs, wish.build.tile.every > 0);
    const std::size_t found = photos.size();
    exclude_photos(photos, wish.exclude);
    if (wish.least.width > 0)
        exclude_small_photos(photos, wish.least, run);
    if (photos.empty())
        throw Error(ErrorCode::unreadable_image,
                    fmt::format("no photo {} '{}'", found == 0 ? "was found in" : "is left of",
                                fmt::join(inputs, "', '")));
    return photos;
}

void fill(tessera_build_report &into, const BuildReport &made) {
    into.tiles = made.tiles;
    into.skipped = made.skipped.size();
    into.added = made.added;
    into.changed = made.changed;
    into.moved = made.moved;
    into.kept = made.kept;
    into.removed = made.removed;
    into.written = made.written;
}

/// What the strings of a tessera_record point to, until the thread's next one.
struct RecordTexts {
    TileRecord record;
    std::string content, label;
    std::vector<const char *> tags; ///< ends with null
};

void set_label(tessera_record &into, const Label &label, std::string &text) {
    text.clear();
    into.label_kind = static_cast<int>(label.index());
    if (const auto *number = std::get_if<std::int64_t>(&label))
        text = fmt::to_string(*number);
    else if (const auto *words = std::get_if<std::string>(&label))
        text = *words;
    into.label = text.c_str();
}

} // namespace

int tessera_build(const char *const *photos, const char *path, const char *const *options,
                  const tessera_run *run, tessera_build_report *report) {
    return border([&] {
        wanted(photos, "photos");
        wanted(path, "path");
        checked_if_any(report, "tessera_build_report");
        BuildSettings wish = build_settings(given_options("build", options), path);
        const HostRun host(run);
        if (run && run->skipped)
            wish.build.on_skip = [run](const SkippedPhoto &photo) {
                run->skipped(photo.path.c_str(), photo.reason.c_str(), run->user);
            };
        const auto found = photos_of(photos, wish, host.options());
        const BuildReport made = wish.update
                                     ? update_library(found, path, wish.build, host.options())
                                     : build_library(found, path, wish.build, host.options());
        if (report)
            fill(*report, made);
    });
}

int tessera_library_open(const char *path, tessera_library **library) {
    return border([&] {
        wanted(library, "library") = nullptr;
        wanted(path, "path");
        *library = libraries().add(std::make_shared<const TileLibrary>(TileLibrary::open(path)));
    });
}

int tessera_library_free(tessera_library *library) {
    return border([&] { libraries().remove(library); });
}

int tessera_library_get_info(const tessera_library *library, tessera_library_info *info) {
    return border([&] {
        tessera_library_info &into = checked(info, "tessera_library_info");
        const StoreInfo found = libraries().get(library)->info();
        into.tiles = found.tiles;
        into.tile_width = found.tile.width;
        into.tile_height = found.tile.height;
        into.skipped = found.skipped;
        std::ranges::copy(to_string(found.digest) + '\0', into.digest);
    });
}

int tessera_library_get_record(const tessera_library *library, uint32_t tile,
                               tessera_record *record) {
    return border([&] {
        tessera_record &into = checked(record, "tessera_record");
        thread_local RecordTexts texts;
        texts.record = libraries().get(library)->store().record(tile);
        texts.content = to_string(texts.record.content);
        texts.tags.clear();
        for (const std::string &tag : texts.record.tags)
            texts.tags.push_back(tag.c_str());
        texts.tags.push_back(nullptr);
        into.path = texts.record.path.c_str();
        into.name = texts.record.name.c_str();
        into.captured = texts.record.captured.c_str();
        into.content = texts.content.c_str();
        into.file_bytes = texts.record.file_bytes;
        into.modified_ns = texts.record.modified_ns;
        into.width = texts.record.width;
        into.height = texts.record.height;
        set_label(into, texts.record.label, texts.label);
        into.tags = texts.tags.data();
        into.variation = texts.record.variation.c_str();
    });
}

int tessera_library_read(const tessera_library *library, uint32_t first, uint32_t count,
                         uint8_t *pixels, size_t bytes) {
    return border([&] {
        wanted(pixels, "pixels");
        const auto opened = libraries().get(library);
        const StoreInfo &info = opened->info();
        if (count > info.tiles || first > info.tiles - count)
            refuse(fmt::format("tiles {} .. {} were asked for; the library has {}", first,
                               std::uint64_t{first} + count, info.tiles));
        const std::uint64_t needed = count * info.tile.bytes();
        if (bytes != needed)
            refuse(fmt::format("{} tiles of {} x {} px take {} bytes; there are {}", count,
                               info.tile.width, info.tile.height, needed, bytes));
        if (count > 0)
            opened->store().read_many(first, count, {pixels, bytes});
    });
}
