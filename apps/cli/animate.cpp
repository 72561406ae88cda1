// tessera animate: a plan in motion.

#include "command.hpp"

#include <tessera/animation.hpp>
#include <tessera/easing.hpp>
#include <tessera/error.hpp>
#include <tessera/sequence.hpp>

#include <charconv>
#include <memory>
#include <spdlog/fmt/fmt.h>

namespace tessera::cli {
namespace {

struct Options {
    std::vector<std::string> inputs, path;
    std::string library, output, effect = "zoom", source, order, size, fps = "25";
    std::string background = "black";
    std::uint64_t seed = 0;
    AnimationOptions animation;
    const CLI::Option *seconds = nullptr;
};

[[noreturn]] void refuse(const std::string &why) { throw Error(ErrorCode::invalid_argument, why); }

PieceOrder parse_order(const std::string &name) {
    if (name == "rows")
        return PieceOrder::rows;
    if (name == "random" || name.empty())
        return PieceOrder::random;
    if (name == "colour")
        return PieceOrder::colour;
    if (name == "detail")
        return PieceOrder::detail;
    refuse(fmt::format("--order is rows, random, colour or detail, not '{}'", name));
}

/// The numbers of "1,2.5,3", which ends at `end`. Nothing for other texts.
std::optional<std::array<double, 3>> three_numbers(std::string_view text) {
    std::array<double, 3> numbers{};
    const char *at = text.data(), *end = text.data() + text.size();
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        if (i > 0 && (at == end || *at++ != ','))
            return std::nullopt;
        const auto [stop, error] = std::from_chars(at, end, numbers[i]);
        if (error != std::errc())
            return std::nullopt;
        at = stop;
    }
    return at == end ? std::optional(numbers) : std::nullopt;
}

/// "x,y,width" or "x,y,width@seconds".
ZoomStop parse_stop(const std::string &text) {
    const std::size_t mark = std::min(text.find('@'), text.size());
    const auto numbers = three_numbers(std::string_view(text).substr(0, mark));
    ZoomStop stop;
    if (mark < text.size()) {
        double seconds = 0;
        const char *begin = text.data() + mark + 1, *end = text.data() + text.size();
        const auto [last, error] = std::from_chars(begin, end, seconds);
        if (error == std::errc() && last == end)
            stop.seconds = seconds;
    }
    if (!numbers || (mark < text.size() && !stop.seconds))
        refuse(fmt::format("--path wants stops such as 640,360,1280 or 640,360,1280@2.5, not '{}'",
                           text));
    stop.x = (*numbers)[0];
    stop.y = (*numbers)[1];
    stop.width = (*numbers)[2];
    return stop;
}

std::vector<ZoomStop> parse_path(const std::vector<std::string> &texts) {
    std::vector<ZoomStop> stops;
    for (const std::string &text : texts)
        stops.push_back(parse_stop(text));
    return stops;
}

/// What belongs to other effects isn't passed over in silence.
void check_effect(const Options &options) {
    const std::string &effect = options.effect;
    if (effect != "zoom" && effect != "build" && effect != "fade" && effect != "morph")
        refuse(fmt::format("--effect is zoom, build, fade or morph, not '{}'", effect));
    if (!options.path.empty() && effect != "zoom")
        refuse(fmt::format("--path is for --effect zoom, not for {}", effect));
    if (!options.order.empty() && effect != "build" && effect != "morph")
        refuse(fmt::format("--order is for --effect build and morph, not for {}", effect));
    if (options.source.empty() != (effect != "fade"))
        refuse(effect == "fade" ? "--effect fade needs the picture to begin with: --source FILE"
                                : fmt::format("--source is for --effect fade, not for {}", effect));
    const std::size_t wanted = effect == "morph" ? 2 : 1;
    if (options.inputs.size() != wanted)
        refuse(fmt::format("--effect {} takes {}, not {}", effect,
                           wanted == 2 ? "two plans" : "one plan", options.inputs.size()));
}

AnimationOptions animation_options(const Options &options) {
    AnimationOptions result = options.animation;
    result.background = parse_colour("--background", options.background);
    if (!options.size.empty()) {
        const Grid size = parse_grid("--size", options.size);
        result.size = {size.columns, size.rows};
    }
    const auto rate = parse_frame_rate(options.fps);
    if (!rate)
        refuse(fmt::format("--fps is 0.001 to 1000, such as 25, 29.97 or 30000/1001, not '{}'",
                           options.fps));
    result.rate = *rate;
    return result;
}

Mosaic load(const std::string &path, const TileLibrary &library) {
    if (!read_plan_info(path))
        throw Error(ErrorCode::unreadable_image,
                    fmt::format("'{}' is no plan; 'tessera plan' makes one of a picture", path));
    return load_plan(path, library);
}

std::unique_ptr<FrameReader> open_effect(Command &command, const Options &options) {
    AnimationOptions animation = animation_options(options);
    const PieceOptions pieces{parse_order(options.order), options.seed};
    const std::vector<ZoomStop> path = parse_path(options.path);
    if (!path.empty() && path.back().seconds && options.seconds->count() == 0)
        animation.seconds = *path.back().seconds;
    const TileLibrary library = TileLibrary::open(options.library);
    const Mosaic mosaic = load(options.inputs.front(), library);
    report_mosaic(command, mosaic);
    if (options.effect == "zoom")
        return animate_zoom(mosaic, path, animation, command.run());
    if (options.effect == "build")
        return animate_build(mosaic, pieces, animation, command.run());
    if (options.effect == "fade")
        return animate_fade(mosaic, Source::open(options.source, animation.background), animation,
                            command.run());
    return animate_morph(mosaic, load(options.inputs.back(), library), pieces, animation,
                         command.run());
}

void animate(Command &command, const Options &options) {
    check_effect(options);
    const Target target = parse_target(options.output);
    const SequenceOptions sequence{.replace = command.force};
    check_output_path(target.path, command.force);
    const auto reader = command.timed("open", [&] { return open_effect(command, options); });
    const SequenceReport written = command.timed(
        "frames", [&] { return write_frames(*reader, target, sequence, command.run()); });
    const SequenceInfo &info = reader->info();
    const double seconds = std::chrono::duration<double>(written.duration).count();
    command.report("frame_width", info.size.width);
    command.report("frame_height", info.size.height);
    command.report("frames", written.frames);
    command.report("duration", seconds);
    command.report("output", written.path);
    command.report("writer", written.writer);
    command.report("bytes", written.bytes);
    command.console.note(fmt::format("{}: {} frames of {} x {} px, {:.2f} s, {}", written.path,
                                     written.frames, info.size.width, info.size.height, seconds,
                                     human_bytes(written.bytes)));
}

void add_options(CLI::App &verb, Options &options) {
    verb.add_option("--effect", options.effect, "zoom, build, fade or morph")->type_name("NAME");
    verb.add_option("--path", options.path, "of a zoom: its stops, x,y,width[@seconds] in px")
        ->type_name("STOP");
    verb.add_option("--order", options.order,
                    "of build and morph: rows, random (the default), colour or detail")
        ->type_name("HOW");
    verb.add_option("--seed", options.seed, "of a random order")->type_name("N");
    verb.add_option("--source", options.source, "of a fade: the picture that it begins with")
        ->type_name("FILE");
    verb.add_option("--ease", options.animation.ease,
                    "how it sets in and ends: linear, or in-, out-, in-out- and quad, cubic, "
                    "quart, quint, sine, expo, circ, back, elastic, bounce")
        ->type_name("NAME");
    options.seconds =
        verb.add_option("--duration", options.animation.seconds, "seconds; 5")->type_name("S");
    verb.add_option("--fps", options.fps, "frames a second")->type_name("RATE");
    verb.add_option("--size", options.size, "of the frames, px; within 1280x720 otherwise")
        ->type_name("WIDTHxHEIGHT");
    verb.add_option("--background", options.background, "around the mosaic: #rrggbb, white, black")
        ->type_name("COLOUR");
}

} // namespace

void add_animate(CLI::App &app, Command &command) {
    const auto options = std::make_shared<Options>();
    CLI::App &verb = *app.add_subcommand("animate", "Set a mosaic in motion.");
    verb.footer("Examples:\n"
                "  tessera animate me.plan.tif -l photos.tiles -o 'zoom.%04d.png'\n"
                "  tessera animate me.plan.tif -l photos.tiles -o 'zoom.%04d.png' "
                "--path 300,200,64 2000,1500,9000@4\n"
                "  tessera animate me.plan.tif -l photos.tiles -o 'build.%04d.png' "
                "--effect build --order detail --duration 8\n"
                "  tessera animate a.plan.tif b.plan.tif -l photos.tiles -o 'ab.%04d.png' "
                "--effect morph");
    verb.add_option("PLAN", options->inputs, "a plan; of a morph, two")->required();
    verb.add_option("-l,--library", options->library, "the tile library")
        ->required()
        ->type_name("LIB");
    verb.add_option("-o,--output", options->output, "numbered pictures such as frame.%04d.png")
        ->required()
        ->type_name("OUT");
    add_options(verb, *options);
    verb.add_flag("-f,--force", command.force, "replace an existing output");
    add_verb(verb, command, [&command, options] { animate(command, *options); });
}

} // namespace tessera::cli
