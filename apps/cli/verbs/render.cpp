// tessera render: a source, or a plan, to a mosaic. tessera plan: the same without pixels.

#include "cli/steps.hpp"
#include "cli/verb.hpp"

#include <tessera/error.hpp>
#include <tessera/output.hpp>

#include <filesystem>
#include <spdlog/fmt/fmt.h>

namespace tessera::cli {
namespace {

constexpr Option picture_row = argument("source", "SOURCE", "The picture to rebuild.");
constexpr Option source_row = argument("source", "SOURCE", "The picture to rebuild, or a plan.");
constexpr Option plan_row =
    meaning(output_option, "PLAN", "Write the plan here, a TIFF of tile ids.");

[[noreturn]] void refuse(const std::string &why) { throw Error(ErrorCode::invalid_argument, why); }

/// A plan has its grid and its tiles.
void check_plan_options(const GivenOptions &given, const std::string &input) {
    if (const std::string option = first_given(given, match_option_rows()); !option.empty())
        refuse(fmt::format("'{}' is a plan and has its grid and tiles already; {} is for pictures",
                           input, option));
    if (given.has("blend") && given.value("blend")->real() != 0)
        refuse(fmt::format("'{}' is a plan; --blend needs the source", input));
}

void render_part(Command &command, const GivenOptions &given) {
    const std::string input = given.text("source");
    if (given.has("report"))
        refuse("--report shows a whole mosaic, not a shard");
    if (!read_plan_info(input))
        refuse(fmt::format("--shard wants a plan, which tessera plan makes; '{}' is none", input));
    check_plan_options(given, input);
    const Target part = given.text("output");
    static_cast<void>(output_of_part(part)); // throws
    const WriteOptions write = write_options(given);
    const TileLibrary library = TileLibrary::open(given.text("library"));
    render_shard(command, load_plan(input, library), part, given.value("shard")->shard(), write);
}

void render_plan(Command &command, const GivenOptions &given, const Target &target,
                 const PlanInfo &plan) {
    const std::string input = given.text("source");
    check_plan_options(given, input);
    check_report(given, target.path);
    const TileLibrary library = TileLibrary::open(given.text("library"));
    const WriteOptions write = write_options(given);
    check_output(target, plan.form(), write);
    if (given.flag("dry-run"))
        return;
    const Mosaic mosaic = load_plan(input, library);
    write_mosaic(command, mosaic, target, write);
    write_report(command, given, mosaic);
}

void render(Command &command, const GivenOptions &given) {
    command.sharded = given.has("shard");
    if (command.sharded)
        return render_part(command, given);
    const Target target = given.text("output");
    if (const auto plan = read_plan_info(given.text("source")))
        return render_plan(command, given, target, *plan);
    check_report(given, target.path);
    const TileLibrary library = TileLibrary::open(given.text("library"));
    const Source source = open_source(given, given.text("source"));
    const MatchOptions match = match_options(command, given, source, library);
    const WriteOptions write = write_options(given, &source);
    check_output(target, form_of(match, library.info().tile), write);
    if (given.flag("dry-run"))
        return;
    const Mosaic mosaic = match_source(command, source, library, match);
    write_mosaic(command, mosaic, target, write);
    write_report(command, given, mosaic, &source, &match);
}

void plan(Command &command, const GivenOptions &given) {
    const std::string input = given.text("source"), output = given.text("output");
    if (read_plan_info(input))
        refuse(fmt::format("'{}' is a plan already; a picture was wanted", input));
    const bool force = given.flag("force");
    const TileLibrary library = TileLibrary::open(given.text("library"));
    const Source source = open_source(given, input);
    const MatchOptions match = match_options(command, given, source, library);
    check_output_path(output, force);
    check_report(given, output);
    if (given.flag("dry-run"))
        return;
    const Mosaic mosaic = match_source(command, source, library, match);
    report_mosaic(command, mosaic);
    command.timed("write", [&] { save_plan(mosaic, output, force); });
    command.report("output", output);
    command.report("bytes", std::filesystem::file_size(output));
    command.console.note(fmt::format("{}: {} x {} cells, {} of {} tiles", output,
                                     match.grid.columns, match.grid.rows,
                                     mosaic.distinct_tiles().size(), library.info().tiles));
    write_report(command, given, mosaic, &source, &match);
}

Options common_options() {
    return joined({{&library_option},
                   match_option_rows(),
                   pick(OptionGroup::tile, {"background"}),
                   {&report_option, &dry_run_option}});
}

} // namespace

void add_render(CLI::App &app, Command &command) {
    static const Option shard = meaning(
        engine_option(OptionGroup::library, "shard"), "I/N",
        "Make one of N parts of a plan, for tessera join; OUT is then named like wall-3.tif.part.");
    add_verb(app, command,
             {.name = "render",
              .summary = "Make a mosaic of a picture, or of a plan.",
              .examples = {"tessera render me.jpg -l photos.tiles -o wall.tif --cells 207x292",
                           "tessera render me.jpg -l photos.tiles -o wall.jpg[Q=90] --across 150",
                           "tessera render me.plan.tif -l photos.tiles -o wall.dz",
                           "tessera render me.plan.tif -l photos.tiles -o wall-3.tif.part "
                           "--shard 3/8"},
              .options = joined({{&source_row, &output_option},
                                 common_options(),
                                 options_of({OptionGroup::write}),
                                 {&shard}}),
              .work = [&command](const GivenOptions &given) { render(command, given); }});
}

void add_plan(CLI::App &app, Command &command) {
    add_verb(
        app, command,
        {.name = "plan",
         .summary = "Decide which tile stands where, and render it later.",
         .examples = {"tessera plan me.jpg -l photos.tiles -o me.plan.tif --across 200",
                      "tessera render me.plan.tif -l photos.tiles -o wall.png"},
         .options = joined(
             {{&picture_row, &plan_row}, common_options(), pick(OptionGroup::write, {"force"})}),
         .work = [&command](const GivenOptions &given) { plan(command, given); }});
}

} // namespace tessera::cli
