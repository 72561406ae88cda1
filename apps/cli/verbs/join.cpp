// tessera join: the parts of a mosaic, or the shards of a library, to one output.

#include "cli/steps.hpp"
#include "cli/verb.hpp"

#include <tessera/error.hpp>
#include <tessera/maintain.hpp>
#include <tessera/tile_store.hpp>
#include <tessera/writer.hpp>

#include <spdlog/fmt/fmt.h>
#include <sys/resource.h>

namespace tessera::cli {
namespace {

constexpr Option parts_row = arguments(argument(
    "part", "PART", "All parts of one mosaic, or all shards of one library, in any order."));
constexpr Option output_row = meaning(
    output_option, "OUT", "Write the mosaic here, in the format of its parts, or the library.");

/// All parts are open at once: as many as the system lets us have.
void allow_open_files() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        ::setrlimit(RLIMIT_NOFILE, &limit);
    }
}

void join_mosaic(Command &command, const GivenOptions &given) {
    const std::vector<std::string> &parts = given.texts("part");
    const WriteReport report = command.timed("join", [&] {
        return join_parts(parts, given.text("output"), {given.flag("force"), given.flag("sync")},
                          command.run());
    });
    command.report("writer", report.writer);
    command.report("bytes", report.bytes);
    command.console.note(
        fmt::format("{}: {} parts, {}", report.path, parts.size(), human_bytes(report.bytes)));
}

void join_library(Command &command, const GivenOptions &given) {
    const std::vector<std::string> &shards = given.texts("part");
    const std::string output = given.text("output");
    for (const std::string &path : shards)
        if (open_store(path)->info().shard.count == 1)
            throw Error(ErrorCode::parts_unfit,
                        fmt::format("'{}' is a whole library, no shard of one; tessera library "
                                    "merge joins those",
                                    path));
    const MergeReport report = command.timed("join", [&] {
        return merge_libraries(shards, output, {.replace = given.flag("force")}, command.run());
    });
    const std::uint64_t bytes = bytes_on_disk(output);
    command.report("tiles", report.tiles);
    command.report("bytes", bytes);
    command.console.note(fmt::format("{}: {} shards, {} tiles, {}", output, shards.size(),
                                     report.tiles, human_bytes(bytes)));
}

void join(Command &command, const GivenOptions &given) {
    const std::string output = given.text("output");
    allow_open_files();
    command.sharded = true;
    refuse_existing(output, given.flag("force"));
    command.report("output", output);
    command.report("parts", given.texts("part").size());
    if (is_store(given.texts("part").front()))
        join_library(command, given);
    else
        join_mosaic(command, given);
}

} // namespace

void add_join(CLI::App &app, Command &command) {
    add_verb(app, command,
             {.name = "join",
              .summary = "Join what render --shard, or build --shard, made.",
              .examples = {"tessera join wall-*.tif.part -o wall.tif",
                           "tessera join photos-?.tiles -o photos.tiles"},
              .options =
                  joined({{&parts_row, &output_row}, pick(OptionGroup::write, {"sync", "force"})}),
              .work = [&command](const GivenOptions &given) { join(command, given); }});
}

} // namespace tessera::cli
