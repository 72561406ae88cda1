// Plans in motion, and mosaics of films.

#include "options/rows.hpp"

#include <tessera/animation.hpp>

#include <algorithm>
#include <array>
#include <charconv>

namespace tessera::internal {
namespace {

std::vector<std::string> effects() { return {"zoom", "build", "fade", "morph"}; }
std::vector<std::string> orders() { return {"rows", "random", "colour", "detail"}; }

using Settings = EffectSettings;
using Value = OptionValue;

/// The numbers of "1,2.5,3" into `numbers`; whether the text is as many, and nothing else.
bool read_numbers(std::string_view text, std::span<double> numbers) {
    const char *at = text.data(), *const end = text.data() + text.size();
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        if (i > 0 && (at == end || *at++ != ','))
            return false;
        const auto [stop, error] = std::from_chars(at, end, numbers[i]);
        if (error != std::errc())
            return false;
        at = stop;
    }
    return at == end;
}

/// "x,y,width" or "x,y,width@seconds".
ZoomStop stop_of(const OptionValue &value) {
    const std::string &text = value.text();
    const std::size_t mark = std::min(text.find('@'), text.size());
    std::array<double, 3> place{};
    std::array<double, 1> seconds{};
    bool right = read_numbers(std::string_view(text).substr(0, mark), place);
    if (mark < text.size())
        right = right && read_numbers(std::string_view(text).substr(mark + 1), seconds);
    if (!right)
        value.refuse("stops such as 640,360,1280 or 640,360,1280@2.5");
    ZoomStop stop{.x = place[0], .y = place[1], .width = place[2]};
    if (mark < text.size())
        stop.seconds = seconds[0];
    return stop;
}

constexpr Row<Settings> rows[] = {
    {{.name = "effect",
      .kind = OptionKind::choice,
      .group = OptionGroup::effect,
      .value = "NAME",
      .fallback = "zoom",
      .help = "Set a plan in motion by this effect: fly over it (zoom), put it together (build), "
              "let it come out of a picture (fade), or turn it into another plan (morph).",
      .choices = effects,
      .common = true},
     [](Settings &to, const Value &value) { to.effect = value.text(); }},
    {{.name = "path",
      .kind = OptionKind::text,
      .group = OptionGroup::effect,
      .value = "STOP",
      .otherwise = "from the tile in the middle out to the whole",
      .help = "Zoom along these stops, each x,y,width or x,y,width@seconds in px of the mosaic.",
      .unit = "px",
      .repeated = true,
      .several = true},
     [](Settings &to, const Value &value) { to.path.push_back(stop_of(value)); }},
    {{.name = "order",
      .kind = OptionKind::choice,
      .group = OptionGroup::effect,
      .value = "HOW",
      .fallback = "random",
      .help = "Move the tiles of build and morph in this order.",
      .choices = orders},
     [](Settings &to, const Value &value) {
         to.pieces.order = static_cast<PieceOrder>(value.choice());
     }},
    {{.name = "source",
      .kind = OptionKind::file,
      .group = OptionGroup::effect,
      .value = "FILE",
      .otherwise = "only fade wants one",
      .help = "Begin a fade with this picture.",
      .role = OptionRole::reads},
     [](Settings &to, const Value &value) { to.source = value.text(); }},
    {{.name = "ease",
      .kind = OptionKind::choice,
      .group = OptionGroup::effect,
      .value = "NAME",
      .otherwise = "what suits the effect",
      .help = "Begin and end motions like this: linear, or in-, out- or in-out- and quad, cubic, "
              "quart, quint, sine, expo, circ, back, elastic or bounce.",
      .choices = easing_names},
     [](Settings &to, const Value &value) { to.animation.ease = value.text(); }},
    {{.name = "duration",
      .kind = OptionKind::real,
      .group = OptionGroup::effect,
      .value = "SECONDS",
      .fallback = "5",
      .help = "Let the effect take this long.",
      .unit = "seconds",
      .common = true},
     [](Settings &to, const Value &value) { to.animation.seconds = value.real(); }},
    {{.name = "size",
      .kind = OptionKind::grid,
      .group = OptionGroup::effect,
      .value = "WIDTHxHEIGHT",
      .otherwise = "within 1280x720 of a plan; all px of a film's tiles",
      .help = "Make frames of this size, in px.",
      .unit = "px",
      .common = true},
     [](Settings &to, const Value &value) {
         to.animation.size = {value.grid().columns, value.grid().rows};
     }},
    {{.name = "background",
      .kind = OptionKind::colour,
      .group = OptionGroup::effect,
      .value = "COLOUR",
      .otherwise = "black for a plan, white for a film",
      .help = "Show this colour around the mosaic and behind transparent pixels: #rrggbb, white or "
              "black."},
     [](Settings &to, const Value &value) { to.animation.background = value.colour(); }},
};

constexpr Row<FilmOptions> films[] = {
    {{.name = "coherence",
      .kind = OptionKind::real,
      .group = OptionGroup::film,
      .value = "N",
      .fallback = "0.6",
      .help =
          "Keep a film calm: a cell changes its tile only where another is nearer by this part.",
      .most = 1},
     [](FilmOptions &to, const Value &value) { to.coherence = value.real(); }},
    {{.name = "plans",
      .kind = OptionKind::folder,
      .group = OptionGroup::film,
      .value = "FOLDER",
      .otherwise = "no plans are kept",
      .help = "Keep the plan of each frame in this folder, and go on from those that are there.",
      .role = OptionRole::extends},
     [](FilmOptions &to, const Value &value) { to.plans = value.text(); }},
};

} // namespace

Rows<EffectSettings> effect_rows() { return rows; }
Rows<FilmOptions> film_rows() { return films; }

} // namespace tessera::internal
