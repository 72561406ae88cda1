// Photos and tiles as verbs are given them, and what became of them.

#include "cli/command.hpp"

#include <tessera/error.hpp>
#include <tessera/maintain.hpp>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iostream>
#include <spdlog/fmt/fmt.h>

namespace tessera::cli {
namespace {

constexpr std::size_t skipped_shown = 5;

/// Paths, each ended by a NUL, as `find -print0` writes them.
void read_paths(const std::string &path, std::vector<std::string> &paths) {
    std::ifstream file;
    if (path != "-") {
        file.open(path, std::ios::binary);
        if (!file)
            throw Error(ErrorCode::unreadable_image,
                        fmt::format("cannot read '{}': {}", path, std::strerror(errno)));
    }
    std::istream &in = path == "-" ? std::cin : file;
    for (std::string line; std::getline(in, line, '\0');)
        if (!line.empty())
            paths.push_back(line);
}

/// One path a line, its reason above it as a comment: to be read, or given again as @FILE.
class ErrorList {
  public:
    explicit ErrorList(const std::string &path) : path_(path) {
        if (!path.empty())
            file_.open(path);
        check();
    }

    void add(const SkippedPhoto &photo) {
        if (!path_.empty())
            file_ << "# " << photo.reason << '\n' << photo.path << std::endl;
    }

    void check() const {
        if (!path_.empty() && !file_)
            throw Error(ErrorCode::write_failed,
                        fmt::format("cannot write '{}': {}", path_, std::strerror(errno)));
    }

  private:
    std::string path_;
    std::ofstream file_;
};

bool was_given(const CLI::Option *option) { return option && option->count() > 0; }

} // namespace

void TileFlags::add_to(CLI::App &verb) {
    tile_ = verb.add_option("--tile", tile, "size of a tile in px, such as 128 or 128x96")
                ->type_name("SIZE");
    crop_ = verb.add_option("--crop", crop, "part of a photo: centre, entropy or attention")
                ->type_name("HOW");
    crops_ = verb.add_option("--crops", crops, "tiles of different parts of each photo, at most")
                 ->check(CLI::Range(1, 1000))
                 ->type_name("N");
    every_ = verb.add_option("--every", every,
                             "of animations and videos: tiles of the first of so many frames; "
                             "videos in folders count")
                 ->check(CLI::Range(1, 1'000'000))
                 ->type_name("N");
    CLI::Option *varied =
        verb.add_option("--augment", augment, "varied tiles, such as flip,brightness=0.8..1.2,blur")
            ->type_name("CHANGES");
    augment_ = varied;
    verb.add_option("--augment-count", copies, "varied tiles of each crop, besides itself")
        ->check(CLI::Range(1, 1000))
        ->type_name("N")
        ->needs(varied);
    verb.add_option("--augment-seed", seed, "of what is drawn for them")
        ->type_name("N")
        ->needs(varied);
    embedded_ = verb.add_flag("--embedded", embedded,
                              "take the thumbnails that cameras embed in JPEGs, where they are "
                              "large enough");
    background_ = verb.add_option("--background", background,
                                  "behind transparent pixels: #rrggbb, white, black")
                      ->type_name("COLOUR");
    store_ = verb.add_option("--store", store,
                             fmt::format("kind of library: {}", fmt::join(store_kinds(), ", ")))
                 ->type_name("KIND");
}

std::string TileFlags::key() const {
    return fmt::format("{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}", tile, crop, background, store,
                       embedded, crops, augment, copies, seed, every);
}

BuildOptions TileFlags::build_options() const {
    BuildOptions options;
    options.tile.shape = parse_shape("--tile", tile);
    options.tile.crop = parse_crop("--crop", crop);
    options.tile.background = parse_colour("--background", background);
    options.tile.embedded = embedded;
    options.tile.crops = crops;
    if (!augment.empty())
        options.tile.augment = parse_augmentations(augment);
    options.tile.copies = copies;
    options.tile.seed = seed;
    options.tile.every = every;
    options.store = store;
    return options;
}

BuildOptions TileFlags::build_options(const std::string &library) const {
    BuildOptions options = build_options();
    const std::string kind = store_kind(library);
    if (kind.empty())
        return options;
    // Without its options: "hdf5[deflate=4]".
    if (was_given(store_) && store.substr(0, store.find('[')) != kind)
        throw Error(
            ErrorCode::invalid_argument,
            fmt::format("tile library '{}' is of the kind {}, not {}: library convert makes "
                        "one of another kind, --force builds it from scratch",
                        library, kind, store));
    if (const auto built = tile_options_of(open_store(library)->info())) {
        if (!was_given(tile_))
            options.tile.shape = built->shape;
        if (!was_given(crop_))
            options.tile.crop = built->crop;
        if (!was_given(crops_))
            options.tile.crops = built->crops;
        if (!was_given(every_))
            options.tile.every = built->every;
        if (!was_given(augment_)) {
            options.tile.augment = built->augment;
            options.tile.copies = built->copies;
            options.tile.seed = built->seed;
        }
        if (!was_given(embedded_))
            options.tile.embedded = built->embedded;
        if (!was_given(background_))
            options.tile.background = built->background;
    }
    return options;
}

void PhotoFlags::add_to(CLI::App &verb) {
    verb.add_option("PHOTOS", inputs_, "files, folders, globs, or @FILE of one path a line");
    verb.add_option("--files-from0", files_from0_,
                    "read more paths from a file, or from standard input (-), each ended by NUL")
        ->type_name("FILE");
    verb.add_option("--on-error", on_error_, "a photo that can't be read: skip it, or fail")
        ->type_name("WHAT");
    verb.add_option("--errors-to", errors_to_, "list the skipped photos, with reasons")
        ->type_name("FILE");
}

std::vector<Photo> PhotoFlags::find(Command &command, const TileOptions &options) {
    static_cast<void>(parse_on_error("--on-error", on_error_)); // before any work
    if (!files_from0_.empty())
        read_paths(files_from0_, inputs_);
    if (inputs_.empty() && files_from0_.empty())
        throw Error(ErrorCode::invalid_argument, "photos were wanted: files, folders or globs");
    return scan_photos(command, inputs_, options);
}

BuildReport PhotoFlags::build(Command &command, std::span<const Photo> photos, BuildOptions options,
                              const std::function<BuildReport(const BuildOptions &)> &work) const {
    ErrorList errors(errors_to_);
    options.on_error = parse_on_error("--on-error", on_error_);
    options.on_skip = [&](const SkippedPhoto &photo) { errors.add(photo); };
    options.wait_seconds = command.wait;
    BuildReport report = build_photos(command, photos.size(), [&] { return work(options); });
    errors.check();
    return report;
}

std::vector<Photo> scan_photos(Command &command, const std::vector<std::string> &inputs,
                               const TileOptions &options) {
    auto photos = command.timed("scan", [&] { return find_photos(inputs, options.every > 0); });
    if (photos.empty())
        throw Error(ErrorCode::unreadable_image,
                    fmt::format("no photo was found in '{}'", fmt::join(inputs, "', '")));
    return photos;
}

BuildReport build_photos(Command &command, std::size_t photos,
                         const std::function<BuildReport()> &work) {
    BuildReport report = command.timed("build", work);
    for (std::size_t i = 0; i < std::min(skipped_shown, report.skipped.size()); ++i)
        command.console.note(report.skipped[i].reason);
    if (!report.skipped.empty())
        command.console.warn(
            fmt::format("{} of {} photos were skipped", report.skipped.size(), photos));
    nlohmann::json skipped = nlohmann::json::array();
    for (const SkippedPhoto &photo : report.skipped)
        skipped.push_back({{"path", photo.path}, {"reason", photo.reason}});
    command.report("skipped", skipped);
    command.report("added", report.added);
    command.report("changed", report.changed);
    command.report("moved", report.moved);
    command.report("kept", report.kept);
    command.report("removed", report.removed);
    command.report("up_to_date", !report.written);
    return report;
}

void report_library(Command &command, const std::string &path, const BuildReport &report,
                    bool updated) {
    const StoreInfo info = open_store(path)->info();
    const std::uint64_t bytes = bytes_on_disk(path);
    command.report("output", path);
    command.report("tiles", report.tiles);
    command.report("tile_width", info.tile.width);
    command.report("tile_height", info.tile.height);
    command.report("digest", to_string(info.digest));
    command.report("bytes", bytes);
    std::string changes;
    if (!report.written)
        changes = "up to date; ";
    else if (updated)
        changes = fmt::format("{} added, {} changed, {} moved, {} kept, {} removed; ", report.added,
                              report.changed, report.moved, report.kept, report.removed);
    const std::string what = info.tile == any_shape
                                 ? fmt::format("{} pictures", report.tiles)
                                 : fmt::format("{} tiles of {} x {} px", report.tiles,
                                               info.tile.width, info.tile.height);
    command.console.note(fmt::format("{}: {}{}, {}", path, changes, what, human_bytes(bytes)));
}

} // namespace tessera::cli
