// tessera join: the parts of a mosaic, or the shards of a library, to one output.

#include "cli/command.hpp"

#include <tessera/error.hpp>
#include <tessera/maintain.hpp>
#include <tessera/tile_store.hpp>
#include <tessera/writer.hpp>

#include <memory>
#include <spdlog/fmt/fmt.h>
#include <sys/resource.h>

namespace tessera::cli {
namespace {

struct Options {
    std::vector<std::string> parts;
    std::string output;
    bool sync = false;
};

/// All parts are open at once: as many as the system lets us have.
void allow_open_files() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        ::setrlimit(RLIMIT_NOFILE, &limit);
    }
}

void join_mosaic(Command &command, const Options &options) {
    const WriteReport report = command.timed("join", [&] {
        return join_parts(options.parts, options.output, {command.force, options.sync},
                          command.run());
    });
    command.report("writer", report.writer);
    command.report("bytes", report.bytes);
    command.console.note(fmt::format("{}: {} parts, {}", report.path, options.parts.size(),
                                     human_bytes(report.bytes)));
}

void join_library(Command &command, const Options &options) {
    for (const std::string &path : options.parts)
        if (open_store(path)->info().shard.count == 1)
            throw Error(ErrorCode::parts_unfit,
                        fmt::format("'{}' is a whole library, no shard of one; tessera library "
                                    "merge joins those",
                                    path));
    const MergeReport report = command.timed("join", [&] {
        return merge_libraries(options.parts, options.output, {.replace = command.force},
                               command.run());
    });
    const std::uint64_t bytes = bytes_on_disk(options.output);
    command.report("tiles", report.tiles);
    command.report("bytes", bytes);
    command.console.note(fmt::format("{}: {} shards, {} tiles, {}", options.output,
                                     options.parts.size(), report.tiles, human_bytes(bytes)));
}

void join(Command &command, const Options &options) {
    allow_open_files();
    command.sharded = true;
    refuse_existing(command, options.output);
    command.report("output", options.output);
    command.report("parts", options.parts.size());
    if (is_store(options.parts.front()))
        join_library(command, options);
    else
        join_mosaic(command, options);
}

} // namespace

void add_join(CLI::App &app, Command &command) {
    const auto options = std::make_shared<Options>();
    CLI::App &verb =
        *app.add_subcommand("join", "Join what render --shard, or build --shard, made.");
    verb.footer("Examples:\n"
                "  tessera join wall-*.tif.part -o wall.tif\n"
                "  tessera join photos-?.tiles -o photos.tiles");
    verb.add_option("PART", options->parts,
                    "all parts of one mosaic, or all shards of one library, in any order")
        ->required();
    verb.add_option("-o,--output", options->output,
                    "the mosaic, of the format of its parts, or the library")
        ->required()
        ->type_name("OUT");
    verb.add_flag("--sync", options->sync, "flush the output to disk before it gets its name");
    verb.add_flag("-f,--force", command.force, "replace an existing output");
    add_verb(verb, command, [&command, options] { join(command, *options); });
}

} // namespace tessera::cli
