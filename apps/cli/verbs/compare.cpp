// tessera compare: how like its source a mosaic is.

#include "cli/command.hpp"

#include <tessera/score.hpp>
#include <tessera/source.hpp>

#include <cstdio>
#include <memory>
#include <spdlog/fmt/fmt.h>

namespace tessera::cli {
namespace {

struct Options {
    std::string source, mosaic, cells;
};

nlohmann::json json_of(const Likeness &likeness) {
    nlohmann::json json = {{"psnr", likeness.psnr}, // null where infinite
                           {"ssim", nullptr},
                           {"delta_e", likeness.delta_e},
                           {"delta_e_p95", likeness.delta_e_p95}};
    if (likeness.ssim)
        json["ssim"] = *likeness.ssim;
    return json;
}

void compare_pictures(Command &command, const Options &options) {
    const Grid grid = parse_grid("--cells", options.cells);
    const Source source = Source::open(options.source), mosaic = Source::open(options.mosaic);
    const Score score =
        command.timed("compare", [&] { return compare(source, mosaic, grid, command.run()); });
    command.report("width", mosaic.size().width);
    command.report("height", mosaic.size().height);
    command.report("columns", grid.columns);
    command.report("rows", grid.rows);
    if (!command.json)
        fmt::print("{:<10} {:>9} {:>7} {:>9} {:>9}\n", "", "PSNR dB", "SSIM", "dE00", "dE00 p95");
    for (const auto &[name, likeness] :
         {std::pair("1x_srgb", score.far_srgb), std::pair("1x_linear", score.far_linear),
          std::pair("4x_srgb", score.near_srgb), std::pair("4x_linear", score.near_linear)}) {
        command.report(name, json_of(likeness));
        if (!command.json)
            fmt::print("{:<10} {:>9.3f} {:>7} {:>9.3f} {:>9.2f}\n", name, likeness.psnr,
                       likeness.ssim ? fmt::format("{:.4f}", *likeness.ssim) : "-",
                       likeness.delta_e, likeness.delta_e_p95);
    }
}

} // namespace

void add_compare(CLI::App &app, Command &command) {
    const auto options = std::make_shared<Options>();
    CLI::App &verb = *app.add_subcommand("compare", "Score a mosaic's likeness to its source.");
    verb.footer(
        "Example:\n"
        "  tessera compare me.jpg wall.png --cells 207x292\n"
        "1x is the grid's resolution (from afar), 4x four times it (from near); srgb averages\n"
        "the pictures' values, linear their light.");
    verb.add_option("SOURCE", options->source, "the picture that was rebuilt")->required();
    verb.add_option("MOSAIC", options->mosaic, "the mosaic of it")->required();
    verb.add_option("--cells", options->cells, "the mosaic's grid, columns x rows")
        ->required()
        ->type_name("COLUMNSxROWS");
    add_verb(verb, command, [&command, options] { compare_pictures(command, *options); });
}

} // namespace tessera::cli
