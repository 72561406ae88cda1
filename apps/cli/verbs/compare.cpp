// tessera compare: how like its source a mosaic is.

#include "cli/command.hpp"
#include "cli/verb.hpp"

#include <tessera/score.hpp>
#include <tessera/source.hpp>

#include <cstdio>
#include <spdlog/fmt/fmt.h>

namespace tessera::cli {
namespace {

constexpr Option source_row = argument("source", "SOURCE", "The picture that was rebuilt.");
constexpr Option mosaic_row = argument("mosaic", "MOSAIC", "The mosaic of it.");

nlohmann::json json_of(const Likeness &likeness) {
    nlohmann::json json = {{"psnr", likeness.psnr}, // null where infinite
                           {"ssim", nullptr},
                           {"delta_e", likeness.delta_e},
                           {"delta_e_p95", likeness.delta_e_p95}};
    if (likeness.ssim)
        json["ssim"] = *likeness.ssim;
    return json;
}

void compare_pictures(Command &command, const GivenOptions &given) {
    const Grid grid = given.value("cells")->grid();
    const Source source = Source::open(given.text("source"));
    const Source mosaic = Source::open(given.text("mosaic"));
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
    static const Option cells = [] {
        Option option = meaning(engine_option(OptionGroup::cells, "cells"), "COLUMNSxROWS",
                                "Compare by this grid, the mosaic's own.");
        option.required = true;
        option.excludes = option.otherwise = {};
        return option;
    }();
    add_verb(app, command,
             {.name = "compare",
              .summary = "Score a mosaic's likeness to its source.",
              .examples = {"tessera compare me.jpg wall.png --cells 207x292"},
              .notes = "1x scores the grid's resolution, seen from afar; 4x scores four times as "
                       "many parts, seen from near. srgb averages the values of the pictures, "
                       "linear averages their light.",
              .options = {&source_row, &mosaic_row, &cells},
              .work = [&command](const GivenOptions &given) { compare_pictures(command, given); }});
}

} // namespace tessera::cli
