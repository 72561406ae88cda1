// tessera build: photos to a tile library.

#include "command.hpp"

#include <tessera/error.hpp>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <spdlog/fmt/fmt.h>

namespace tessera::cli {
namespace {

struct Options {
    std::vector<std::string> inputs;
    std::string output, files_from0, on_error = "skip", errors_to;
    TileFlags tile;
};

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

    void finish() const { check(); }

  private:
    void check() const {
        if (!path_.empty() && !file_)
            throw Error(ErrorCode::write_failed,
                        fmt::format("cannot write '{}': {}", path_, std::strerror(errno)));
    }

    std::string path_;
    std::ofstream file_;
};

void build(Command &command, Options &options) {
    BuildOptions build_options = options.tile.build_options();
    build_options.on_error = parse_on_error("--on-error", options.on_error);
    build_options.replace = command.force;
    if (!options.files_from0.empty())
        read_paths(options.files_from0, options.inputs);
    if (options.inputs.empty() && options.files_from0.empty())
        throw Error(ErrorCode::invalid_argument, "build wants photos: files, folders or globs");
    const auto photos = scan_photos(command, options.inputs);
    ErrorList errors(options.errors_to);
    build_options.on_skip = [&](const SkippedPhoto &photo) { errors.add(photo); };
    const BuildReport report = build_photos(command, photos, options.output, build_options);
    errors.finish();
    const TileLibrary library = TileLibrary::open(options.output);
    const std::uint64_t bytes = std::filesystem::file_size(options.output);
    command.report("output", options.output);
    command.report("tiles", report.tiles);
    command.report("tile_width", library.info().tile.width);
    command.report("tile_height", library.info().tile.height);
    command.report("digest", to_string(library.info().digest));
    command.report("bytes", bytes);
    command.console.note(fmt::format("{}: {} tiles of {} x {} px, {}", options.output, report.tiles,
                                     library.info().tile.width, library.info().tile.height,
                                     human_bytes(bytes)));
}

} // namespace

void add_build(CLI::App &app, Command &command) {
    const auto options = std::make_shared<Options>();
    CLI::App &verb = *app.add_subcommand("build", "Turn photos into a tile library.");
    verb.footer("Examples:\n"
                "  tessera build ~/Pictures -o photos.tiles\n"
                "  tessera build a/ 'b/*.jpg' @more.txt -o photos.tiles --tile 64\n"
                "  find . -name '*.heic' -print0 | tessera build --files-from0 - -o heic.tiles");
    verb.add_option("PHOTOS", options->inputs,
                    "files, folders, globs, or @FILE of one path a line");
    verb.add_option("-o,--output", options->output, "the library to make")
        ->required()
        ->type_name("LIB");
    verb.add_option("--files-from0", options->files_from0,
                    "read more paths from a file, or from standard input (-), each ended by NUL")
        ->type_name("FILE");
    options->tile.add_to(verb);
    verb.add_option("--on-error", options->on_error, "a photo that can't be read: skip it, or fail")
        ->type_name("WHAT");
    verb.add_option("--errors-to", options->errors_to, "list the skipped photos, with reasons")
        ->type_name("FILE");
    verb.add_flag("-f,--force", command.force, "replace an existing library");
    add_verb(verb, command, [&command, options] { build(command, *options); });
}

} // namespace tessera::cli
