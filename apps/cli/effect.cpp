// Effects: plans in motion.

#include "cli/effect.hpp"

#include "cli/sequence_flags.hpp"

#include <tessera/animation.hpp>
#include <tessera/error.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <spdlog/fmt/fmt.h>
#include <utility>

namespace tessera::cli {
namespace {

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

Mosaic load(const std::string &path, const TileLibrary &library) {
    if (!read_plan_info(path))
        throw Error(ErrorCode::unreadable_image,
                    fmt::format("'{}' is no plan; 'tessera plan' makes one of a picture", path));
    return load_plan(path, library);
}

} // namespace

void FrameFlags::add_to(CLI::App &verb) {
    verb.add_option("--fps", fps_text, "frames a second: 25, or a film's own")->type_name("RATE");
    verb.add_option("--size", size_text,
                    "of the frames, px; within 1280x720 otherwise, or all px of the tiles")
        ->type_name("WIDTHxHEIGHT");
    verb.add_option("--background", background_text,
                    "around the mosaic, behind transparent px: #rrggbb, white, black")
        ->type_name("COLOUR");
}

Size FrameFlags::size() const {
    if (size_text.empty())
        return {};
    const Grid size = parse_grid("--size", size_text);
    if (size.columns < 1 || size.rows < 1)
        refuse(fmt::format("--size {} is no size of frames", size_text));
    return {size.columns, size.rows};
}

Rgb FrameFlags::background(const std::string &usual) const {
    return parse_colour("--background", background_text.empty() ? usual : background_text);
}

void EffectFlags::add_to(CLI::App &verb) {
    const auto before = static_cast<std::ptrdiff_t>(verb.get_options().size());
    verb.add_option("--effect", effect_, "of a plan: zoom (the default), build, fade or morph")
        ->type_name("NAME");
    verb.add_option("--path", path_, "of a zoom: its stops, x,y,width[@seconds] in px")
        ->type_name("STOP");
    verb.add_option("--order", order_,
                    "of build and morph: random (the default), rows, colour or detail")
        ->type_name("HOW");
    verb.add_option("--source", source_, "of a fade: the picture that it begins with")
        ->type_name("FILE");
    verb.add_option("--ease", animation_.ease,
                    "how it sets in and ends: linear, or in-, out-, in-out- and quad, cubic, "
                    "quart, quint, sine, expo, circ, back, elastic, bounce")
        ->type_name("NAME");
    seconds_ = verb.add_option("--duration", animation_.seconds, "of an effect, seconds; 5")
                   ->type_name("S");
    const auto all = verb.get_options();
    added_.assign(all.begin() + before, all.end());
}

std::string EffectFlags::given() const {
    const auto option =
        std::ranges::find_if(added_, [](const CLI::Option *each) { return each->count() > 0; });
    return option == added_.end() ? "" : (*option)->get_name();
}

void EffectFlags::check(const std::string &effect, std::size_t plans) const {
    if (effect != "zoom" && effect != "build" && effect != "fade" && effect != "morph")
        refuse(fmt::format("--effect is zoom, build, fade or morph, not '{}'", effect));
    if (!path_.empty() && effect != "zoom")
        refuse(fmt::format("--path is for --effect zoom, not for {}", effect));
    if (!order_.empty() && effect != "build" && effect != "morph")
        refuse(fmt::format("--order is for --effect build and morph, not for {}", effect));
    if (source_.empty() != (effect != "fade"))
        refuse(effect == "fade" ? "--effect fade needs the picture to begin with: --source FILE"
                                : fmt::format("--source is for --effect fade, not for {}", effect));
    const std::size_t wanted = effect == "morph" ? 2 : 1;
    if (plans != wanted)
        refuse(fmt::format("--effect {} takes {}, not {}", effect,
                           wanted == 2 ? "two plans" : "one plan", plans));
}

std::unique_ptr<FrameReader> EffectFlags::open(Command &command,
                                               const std::vector<std::string> &plans,
                                               const std::string &library, const FrameFlags &frames,
                                               std::uint64_t seed) const {
    const std::string effect = effect_.empty() ? "zoom" : effect_;
    check(effect, plans.size());
    AnimationOptions animation = animation_;
    animation.background = frames.background("black");
    animation.size = frames.size();
    animation.rate = parse_fps(frames.fps_text).value_or(FrameRate{});
    const PieceOptions pieces{parse_order(order_), seed};
    const std::vector<ZoomStop> path = parse_path(path_);
    if (!path.empty() && path.back().seconds && seconds_->count() == 0)
        animation.seconds = *path.back().seconds;
    const TileLibrary tiles = TileLibrary::open(library);
    Mosaic mosaic = load(plans.front(), tiles);
    report_mosaic(command, mosaic);
    if (effect == "zoom")
        return animate_zoom(std::move(mosaic), path, animation, command.run());
    if (effect == "build")
        return animate_build(std::move(mosaic), pieces, animation, command.run());
    if (effect == "fade")
        return animate_fade(std::move(mosaic), Source::open(source_, animation.background),
                            animation, command.run());
    return animate_morph(std::move(mosaic), load(plans.back(), tiles), pieces, animation,
                         command.run());
}

} // namespace tessera::cli
