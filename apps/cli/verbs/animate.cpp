// tessera animate: a plan in motion, or a mosaic of each frame of a film.

#include "cli/steps.hpp"
#include "cli/verb.hpp"

#include <tessera/animation.hpp>
#include <tessera/error.hpp>
#include <tessera/output.hpp>
#include <tessera/sequence.hpp>

#include <filesystem>
#include <spdlog/fmt/fmt.h>

namespace tessera::cli {
namespace {

constexpr Option input_row = arguments(
    argument("in", "IN", "A plan, two plans for a morph, or whatever tessera frames reads."));
constexpr Option output_row =
    meaning(output_option, "OUT",
            "Write the frames here: .gif, .webp, .apng, .mp4, .webm, .html, .npy, or numbered "
            "pictures such as frame.%04d.png.");

[[noreturn]] void refuse(const std::string &why) { throw Error(ErrorCode::invalid_argument, why); }

/// Options that only plans have.
Options plan_options() {
    return pick(OptionGroup::effect, {"effect", "path", "order", "source", "ease", "duration"});
}

/// Options that only films have.
Options film_options() {
    return joined({options_of({OptionGroup::film}),
                   pick(OptionGroup::frames, {"start", "end", "every"}), match_option_rows()});
}

/// A seed decides the random order of a plan's pieces, too.
Options film_options_but_seed() {
    Options options = film_options();
    std::erase_if(options, [](const Option *option) { return option->name == "seed"; });
    return options;
}

/// Refuses options that belong to something else, rather than passing over them in silence.
void check_input(const GivenOptions &given, bool plan) {
    const std::vector<std::string> &inputs = given.texts("in");
    const std::string &input = inputs.front();
    if (const std::string option = first_given(given, plan_options()); !plan && !option.empty())
        refuse(fmt::format("'{}' is no plan; {} is for plans", input, option));
    if (!plan && inputs.size() > 1)
        refuse(fmt::format("'{}' is no plan; one film is taken, not {}", input, inputs.size()));
    if (const std::string option = first_given(given, film_options_but_seed());
        plan && !option.empty())
        refuse(fmt::format("'{}' is a plan; {} is for films", input, option));
}

/// A text that differs where the frames' plans would be others.
std::string film_text(const GivenOptions &given, const FilmOptions &film,
                      const TileLibrary &library) {
    const Grid grid = film.match.grid;
    Options options = film_options();
    std::erase_if(options, [](const Option *option) { return option->name == "plans"; });
    return fmt::format("tessera {}\nlibrary {}\ncells {}x{}\nfps {}\nbackground {}\n{}", version(),
                       to_string(library.info().digest), grid.columns, grid.rows, given.text("fps"),
                       given.text("background"), text_of(given, options, true));
}

std::unique_ptr<FrameReader> open_film(Command &command, const GivenOptions &given,
                                       FilmReport &report) {
    FilmOptions film;
    apply_film_options(given, film);
    film.size = given.has("size")
                    ? Size{given.value("size")->grid().columns, given.value("size")->grid().rows}
                    : Size{};
    if (given.has("background"))
        film.background = given.value("background")->colour();
    FrameOptions frames = frame_options(given);
    frames.channels = 3;
    frames.background = film.background;
    const TileLibrary library = TileLibrary::open(given.text("library"));
    auto reader = open_frames(given.texts("in").front(), frames, command.run());
    const MatchSettings match = match_settings(given);
    film.match = tessera::match_options(match, reader->info().size, library.info().tile);
    film.match.tiles = chosen_tiles(command, match.where, library);
    film.plans_of = film_text(given, film, library);
    const Grid grid = film.match.grid;
    command.report("columns", grid.columns);
    command.report("rows", grid.rows);
    command.report("cells", grid.cells());
    command.report("tiles", library.info().tiles);
    return mosaic_film(std::move(reader), library, film, command.run(), &report);
}

Mosaic load(const std::string &path, const TileLibrary &library) {
    if (!read_plan_info(path))
        throw Error(ErrorCode::unreadable_image,
                    fmt::format("'{}' is no plan; 'tessera plan' makes one of a picture", path));
    return load_plan(path, library);
}

std::unique_ptr<FrameReader> open_plans(Command &command, const GivenOptions &given) {
    const std::vector<std::string> &plans = given.texts("in");
    EffectSettings settings = effect_settings(given, plans.size());
    settings.pieces.seed = given.value("seed")->whole();
    const AnimationOptions &animation = settings.animation;
    const TileLibrary library = TileLibrary::open(given.text("library"));
    Mosaic mosaic = load(plans.front(), library);
    report_mosaic(command, mosaic);
    if (settings.effect == "zoom")
        return animate_zoom(std::move(mosaic), settings.path, animation, command.run());
    if (settings.effect == "build")
        return animate_build(std::move(mosaic), settings.pieces, animation, command.run());
    if (settings.effect == "fade")
        return animate_fade(std::move(mosaic), Source::open(settings.source, animation.background),
                            animation, command.run());
    return animate_morph(std::move(mosaic), load(plans.back(), library), settings.pieces, animation,
                         command.run());
}

/// Whether there is a plan of that name. Names of sequences needn't be files.
bool is_plan(const std::string &input) {
    std::error_code ignored;
    return std::filesystem::is_regular_file(input, ignored) && read_plan_info(input);
}

void animate(Command &command, const GivenOptions &given) {
    const Target target = given.text("output");
    const SequenceOptions sequence = sequence_options(given);
    check_output_path(target.path, sequence.replace);
    const bool plan = is_plan(given.texts("in").front());
    check_input(given, plan);
    FilmReport film;
    const auto reader = command.timed("open", [&] {
        return plan ? open_plans(command, given) : open_film(command, given, film);
    });
    const SequenceReport written = command.timed(
        "frames", [&] { return write_frames(*reader, target, sequence, command.run()); });
    if (!plan) {
        command.report("matched_frames", film.matched);
        command.report("changed_cells", film.changes);
    }
    report_sequence(command, reader->info(), written, "frame_");
}

} // namespace

void add_animate(CLI::App &app, Command &command) {
    add_verb(app, command,
             {.name = "animate",
              .summary = "Set a mosaic in motion, or make mosaics of a film.",
              .examples = {"tessera animate me.plan.tif -l photos.tiles -o zoom.mp4",
                           "tessera animate me.plan.tif -l photos.tiles -o 'zoom.%04d.png' "
                           "--path 300,200,64 2000,1500,9000@4",
                           "tessera animate me.plan.tif -l photos.tiles -o 'build.%04d.png' "
                           "--effect build --order detail --duration 8",
                           "tessera animate a.plan.tif b.plan.tif -l photos.tiles -o 'ab.%04d.png' "
                           "--effect morph",
                           "tessera animate film.mp4 -l photos.tiles -o mosaic.mp4 --across 160"},
              .options = joined({{&input_row, &library_option, &output_row},
                                 options_of({OptionGroup::effect}),
                                 film_options(),
                                 pick(OptionGroup::frames, {"fps"}),
                                 options_of({OptionGroup::sequence}),
                                 pick(OptionGroup::write, {"force"})}),
              .work = [&command](const GivenOptions &given) { animate(command, given); }});
}

} // namespace tessera::cli
