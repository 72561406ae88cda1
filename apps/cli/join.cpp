// tessera join: the parts of a mosaic to one output.

#include "command.hpp"

#include <tessera/part.hpp>

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

void join(Command &command, const Options &options) {
    allow_open_files();
    command.sharded = true;
    refuse_existing(command, options.output);
    const WriteReport report = command.timed("join", [&] {
        return join_parts(options.parts, options.output, {command.force, options.sync},
                          command.run());
    });
    command.report("output", report.path);
    command.report("parts", options.parts.size());
    command.report("writer", report.writer);
    command.report("bytes", report.bytes);
    command.console.note(fmt::format("{}: {} parts, {}", report.path, options.parts.size(),
                                     human_bytes(report.bytes)));
}

} // namespace

void add_join(CLI::App &app, Command &command) {
    const auto options = std::make_shared<Options>();
    CLI::App &verb = *app.add_subcommand("join", "Join the parts that render --shard made.");
    verb.footer("Examples:\n"
                "  tessera join wall-*.tif.part -o wall.tif");
    verb.add_option("PART", options->parts, "all parts of one mosaic, in any order")->required();
    verb.add_option("-o,--output", options->output, "the mosaic, of the format of its parts")
        ->required()
        ->type_name("OUT");
    verb.add_flag("--sync", options->sync, "flush the output to disk before it gets its name");
    verb.add_flag("-f,--force", command.force, "replace an existing output");
    add_verb(verb, command, [&command, options] { join(command, *options); });
}

} // namespace tessera::cli
