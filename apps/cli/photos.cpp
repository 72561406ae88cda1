// Photos and tiles as verbs are given them, and what became of them.

#include "cli/steps.hpp"

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

constexpr Option rows[] = {
    arguments({.name = "photos",
               .kind = OptionKind::text,
               .group = OptionGroup::files,
               .value = "PHOTOS",
               .help = "Files, folders, globs, or @FILE with a path a line.",
               .role = OptionRole::photos,
               .common = true,
               .argument = true}),
    {.name = "files-from0",
     .kind = OptionKind::file,
     .group = OptionGroup::choice,
     .value = "FILE",
     .otherwise = "no more paths are read",
     .help = "Read more paths from this file, or from standard input (-), each ended by NUL.",
     .role = OptionRole::reads},
    {.name = "errors-to",
     .kind = OptionKind::file,
     .group = OptionGroup::choice,
     .value = "FILE",
     .otherwise = "no list is written",
     .help = "List the skipped photos in this file, each with its reason.",
     .role = OptionRole::writes},
};

} // namespace

Options photo_options() {
    Options options = pick(OptionGroup::choice, {"on-error"});
    for (const Option &row : rows)
        options.push_back(&row);
    return options;
}

Options choice_options() { return pick(OptionGroup::choice, {"exclude", "min-size"}); }

std::vector<Photo> photos_of(Command &command, const GivenOptions &given, const TileOptions &tile) {
    std::vector<std::string> inputs = given.texts("photos");
    if (given.has("files-from0"))
        read_paths(given.text("files-from0"), inputs);
    else if (inputs.empty())
        throw Error(ErrorCode::invalid_argument, "photos were wanted: files, folders or globs");
    return scan_photos(command, inputs, tile);
}

BuildReport build_photos(Command &command, const GivenOptions &given, std::size_t photos,
                         BuildOptions options,
                         const std::function<BuildReport(const BuildOptions &)> &work) {
    ErrorList errors(given.text("errors-to"));
    options.on_skip = [&](const SkippedPhoto &photo) { errors.add(photo); };
    BuildReport report = build_photos(command, photos, [&] { return work(options); });
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
