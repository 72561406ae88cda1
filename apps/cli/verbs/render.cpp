// tessera render: a source, or a plan, to a mosaic. tessera plan: the same without pixels.

#include "cli/command.hpp"

#include <tessera/error.hpp>
#include <tessera/output.hpp>

#include <filesystem>
#include <memory>
#include <spdlog/fmt/fmt.h>

namespace tessera::cli {
namespace {

struct Options {
    std::string input, library, output, shard, background = "white";
    MatchFlags match;
    WriteFlags write;
    ReportFlags report;
};

void render_part(Command &command, const Options &options) {
    const Shard shard = parse_shard("--shard", options.shard);
    if (!options.report.path().empty())
        throw Error(ErrorCode::invalid_argument, "--report is of a whole mosaic, not of a shard");
    const auto plan = read_plan_info(options.input);
    if (!plan)
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("'{}' is no plan: shards are of one, which tessera plan makes",
                                options.input));
    if (options.match.given() || options.write.blend != 0)
        throw Error(ErrorCode::invalid_argument,
                    "options of matching, and --blend, are not for a shard");
    const Target part = options.output;
    static_cast<void>(output_of_part(part)); // throws
    const WriteOptions write = options.write.write_options(command);
    const TileLibrary library = TileLibrary::open(options.library);
    render_shard(command, load_plan(options.input, library), part, shard, write);
}

void render(Command &command, const Options &options) {
    command.sharded = !options.shard.empty();
    if (command.sharded) {
        render_part(command, options);
        return;
    }
    const Target target = options.output;
    const auto plan = read_plan_info(options.input);
    if (plan && options.match.given())
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("'{}' is a plan and has its grid and tiles already; --cells, "
                                "--across and options of matching are for pictures",
                                options.input));
    options.report.check(command, target.path);
    const TileLibrary library = TileLibrary::open(options.library);
    if (plan && options.write.blend != 0)
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("'{}' is a plan; --blend needs the source", options.input));
    if (plan) {
        const WriteOptions write = options.write.write_options(command);
        check_output(target, plan->form(), write);
        if (command.dry_run)
            return;
        const Mosaic mosaic = load_plan(options.input, library);
        write_mosaic(command, mosaic, target, write);
        options.report.write(command, mosaic);
        return;
    }
    const Source source =
        Source::open(options.input, parse_colour("--background", options.background));
    const MatchOptions match = options.match.match_options(command, source, library);
    const WriteOptions write = options.write.write_options(command, source);
    check_output(target, form_of(match, library.info().tile), write);
    if (command.dry_run)
        return;
    const Mosaic mosaic = match_source(command, source, library, match);
    write_mosaic(command, mosaic, target, write);
    options.report.write(command, mosaic, source, match);
}

void plan(Command &command, const Options &options) {
    if (read_plan_info(options.input))
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("'{}' is a plan already; a picture was wanted", options.input));
    const TileLibrary library = TileLibrary::open(options.library);
    const Source source =
        Source::open(options.input, parse_colour("--background", options.background));
    const MatchOptions match = options.match.match_options(command, source, library);
    check_output_path(options.output, command.force);
    options.report.check(command, options.output);
    if (command.dry_run)
        return;
    const Mosaic mosaic = match_source(command, source, library, match);
    report_mosaic(command, mosaic);
    command.timed("write", [&] { save_plan(mosaic, options.output, command.force); });
    command.report("output", options.output);
    command.report("bytes", std::filesystem::file_size(options.output));
    command.console.note(fmt::format("{}: {} x {} cells, {} of {} tiles", options.output,
                                     match.grid.columns, match.grid.rows,
                                     mosaic.distinct_tiles().size(), library.info().tiles));
    options.report.write(command, mosaic, source, match);
}

void add_common(CLI::App &verb, Command &command, Options &options) {
    verb.add_option("-l,--library", options.library, "the tile library")
        ->required()
        ->type_name("LIB");
    options.match.add_to(verb);
    verb.add_option("--background", options.background,
                    "behind transparent pixels of the source: #rrggbb, white, black")
        ->type_name("COLOUR");
    options.report.add_to(verb);
    add_dry_run(verb, command);
    verb.add_flag("-f,--force", command.force, "replace an existing output");
}

} // namespace

void add_render(CLI::App &app, Command &command) {
    const auto options = std::make_shared<Options>();
    CLI::App &verb = *app.add_subcommand("render", "Make a mosaic of a picture, or of a plan.");
    verb.footer("Examples:\n"
                "  tessera render me.jpg -l photos.tiles -o wall.tif --cells 207x292\n"
                "  tessera render me.jpg -l photos.tiles -o wall.jpg[Q=90] --across 150\n"
                "  tessera render me.plan.tif -l photos.tiles -o wall.dz\n"
                "  tessera render me.plan.tif -l photos.tiles -o wall-3.tif.part --shard 3/8");
    verb.add_option("SOURCE", options->input, "the picture to be rebuilt, or a plan")->required();
    verb.add_option("-o,--output", options->output,
                    "the mosaic; any format that libvips saves, with its options in brackets")
        ->required()
        ->type_name("OUT");
    add_common(verb, command, *options);
    options->write.add_to(verb);
    verb.add_option("--shard", options->shard,
                    "make one of n parts of a plan, for tessera join; OUT is then named "
                    "like wall-3.tif.part")
        ->type_name("I/N");
    add_verb(verb, command, [&command, options] { render(command, *options); });
}

void add_plan(CLI::App &app, Command &command) {
    const auto options = std::make_shared<Options>();
    CLI::App &verb =
        *app.add_subcommand("plan", "Decide which tile stands where; render it later.");
    verb.footer("Examples:\n"
                "  tessera plan me.jpg -l photos.tiles -o me.plan.tif --across 200\n"
                "  tessera render me.plan.tif -l photos.tiles -o wall.png");
    verb.add_option("SOURCE", options->input, "the picture to be rebuilt")->required();
    verb.add_option("-o,--output", options->output, "the plan, a TIFF of tile ids")
        ->required()
        ->type_name("PLAN");
    add_common(verb, command, *options);
    add_verb(verb, command, [&command, options] { plan(command, *options); });
}

} // namespace tessera::cli
