// tessera animate: a plan in motion, or a mosaic of each frame of a film.

#include "cli/effect.hpp"
#include "cli/sequence_flags.hpp"

#include <tessera/animation.hpp>
#include <tessera/error.hpp>
#include <tessera/output.hpp>
#include <tessera/sequence.hpp>

#include <filesystem>
#include <memory>
#include <spdlog/fmt/fmt.h>

namespace tessera::cli {
namespace {

struct Options {
    std::vector<std::string> inputs;
    std::string library, output;
    EffectFlags effect;
    FrameFlags frame;
    MatchFlags match;
    FrameOptions frames;
    SequenceFlags sequence;
    double coherence = 0.6;
    std::string plans;
    std::vector<const CLI::Option *> of_films; ///< that plans don't have
};

[[noreturn]] void refuse(const std::string &why) { throw Error(ErrorCode::invalid_argument, why); }

/// What belongs to something else isn't passed over in silence.
void check_input(const Options &options, bool plan) {
    const std::string &input = options.inputs.front();
    if (const std::string given = options.effect.given(); !plan && !given.empty())
        refuse(fmt::format("'{}' is no plan; {} is for plans", input, given));
    if (!plan && options.inputs.size() > 1)
        refuse(fmt::format("'{}' is no plan; of anything else one is taken, not {}", input,
                           options.inputs.size()));
    for (const CLI::Option *option : options.of_films)
        if (plan && option->count() > 0)
            refuse(fmt::format("'{}' is a plan; {} is for films", input, option->get_name()));
    if (plan && options.match.given("--seed"))
        refuse(fmt::format("'{}' is a plan and has its grid and tiles already; --cells, --across "
                           "and options of matching are for films",
                           input));
}

/// What the plans of a film's frames depend on.
std::string film_text(const Options &options, const FilmOptions &film, const FrameOptions &frames,
                      const TileLibrary &library) {
    const Grid grid = film.match.grid;
    const FrameRate rate = frames.rate.value_or(FrameRate{0, 0});
    return fmt::format("tessera {}\nlibrary {}\nstart {}\nend {}\nevery {}\nfps {}/{}\n"
                       "cells {}x{}\ncoherence {}\nbackground {}\n{}",
                       version(), to_string(library.info().digest), frames.start.value_or(0),
                       frames.end.value_or(-1), frames.every, rate.numerator, rate.denominator,
                       grid.columns, grid.rows, film.coherence, options.frame.background_text,
                       options.match.text());
}

std::unique_ptr<FrameReader> open_film(Command &command, const Options &options,
                                       FilmReport &report) {
    FilmOptions film;
    film.coherence = options.coherence;
    film.size = options.frame.size();
    film.background = options.frame.background("white");
    FrameOptions frames = options.frames;
    frames.rate = parse_fps(options.frame.fps_text);
    frames.channels = 3;
    frames.background = film.background;
    const TileLibrary library = TileLibrary::open(options.library);
    auto reader = open_frames(options.inputs.front(), frames, command.run());
    film.match = options.match.match_options(reader->info().size, library.info().tile);
    film.match.tiles = options.match.where.tiles(command, library);
    film.plans = options.plans;
    film.plans_of = film_text(options, film, frames, library);
    const Grid grid = film.match.grid;
    command.report("columns", grid.columns);
    command.report("rows", grid.rows);
    command.report("cells", grid.cells());
    command.report("tiles", library.info().tiles);
    return mosaic_film(std::move(reader), library, film, command.run(), &report);
}

void report_film(Command &command, const FilmReport &film) {
    command.report("matched_frames", film.matched);
    command.report("changed_cells", film.changes);
}

/// Whether there is a plan of that name. Names of sequences needn't be files.
bool is_plan(const std::string &input) {
    std::error_code ignored;
    return std::filesystem::is_regular_file(input, ignored) && read_plan_info(input);
}

void animate(Command &command, const Options &options) {
    const Target target = options.output;
    const SequenceOptions sequence = options.sequence.sequence_options(command);
    check_output_path(target.path, command.force);
    const bool plan = is_plan(options.inputs.front());
    check_input(options, plan);
    FilmReport film;
    const auto reader = command.timed("open", [&] {
        return plan ? options.effect.open(command, options.inputs, options.library, options.frame,
                                          options.match.options.seed)
                    : open_film(command, options, film);
    });
    const SequenceReport written = command.timed(
        "frames", [&] { return write_frames(*reader, target, sequence, command.run()); });
    if (!plan)
        report_film(command, film);
    report_sequence(command, reader->info(), written, "frame_");
}

void add_film_options(CLI::App &verb, Options &options) {
    const auto add = [&](CLI::Option *option) { options.of_films.push_back(option); };
    add(verb.add_option("--coherence", options.coherence,
                        "how much cells of a film keep their tiles, 0 to 1")
            ->type_name("N"));
    add(verb.add_option("--plans", options.plans,
                        "keep each frame's plan in this folder, and go on from those there")
            ->type_name("DIR"));
    add(verb.add_option("--start", options.frames.start, "leave out what is shown before, seconds")
            ->type_name("SECONDS"));
    add(verb.add_option("--end", options.frames.end,
                        "leave out what is shown from then on, seconds")
            ->type_name("SECONDS"));
    add(verb.add_option("--every", options.frames.every, "take the first of so many frames")
            ->type_name("N"));
    options.match.add_to(verb);
}

} // namespace

void add_animate(CLI::App &app, Command &command) {
    const auto options = std::make_shared<Options>();
    CLI::App &verb =
        *app.add_subcommand("animate", "Set a mosaic in motion, or make mosaics of a film.");
    verb.footer("Examples:\n"
                "  tessera animate me.plan.tif -l photos.tiles -o zoom.mp4\n"
                "  tessera animate me.plan.tif -l photos.tiles -o 'zoom.%04d.png' "
                "--path 300,200,64 2000,1500,9000@4\n"
                "  tessera animate me.plan.tif -l photos.tiles -o 'build.%04d.png' "
                "--effect build --order detail --duration 8\n"
                "  tessera animate a.plan.tif b.plan.tif -l photos.tiles -o 'ab.%04d.png' "
                "--effect morph\n"
                "  tessera animate film.mp4 -l photos.tiles -o mosaic.mp4 --across 160");
    verb.add_option("IN", options->inputs,
                    "a plan (of a morph, two), or whatever 'tessera frames' reads")
        ->required();
    verb.add_option("-l,--library", options->library, "the tile library")
        ->required()
        ->type_name("LIB");
    verb.add_option("-o,--output", options->output,
                    ".gif, .webp, .apng, .mp4, .webm, .html, .npy, or numbered pictures such as "
                    "frame.%04d.png")
        ->required()
        ->type_name("OUT");
    options->effect.add_to(verb);
    add_film_options(verb, *options);
    options->frame.add_to(verb);
    options->sequence.add_to(verb);
    verb.add_flag("-f,--force", command.force, "replace an existing output");
    add_verb(verb, command, [&command, options] { animate(command, *options); });
}

} // namespace tessera::cli
