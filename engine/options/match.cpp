// Which tile stands where.

#include "options/rows.hpp"

#include <tessera/descriptor.hpp>

namespace tessera::internal {
namespace {

std::vector<std::string> metrics() { return {"chebyshev", "euclid"}; }
std::vector<std::string> ways_to_count() { return {"each", "one"}; }

using Settings = MatchSettings;
using Value = OptionValue;

constexpr std::string_view rules_page = "command-line.md#which-tile-stands-where";

constexpr Row<Settings> cells[] = {
    {{.name = "cells",
      .kind = OptionKind::grid,
      .group = OptionGroup::cells,
      .value = "COLUMNSxROWS",
      .otherwise = "about 10,000 cells",
      .help = "Cut the source into this many columns and rows of cells.",
      .excludes = "across",
      .common = true},
     [](Settings &to, const Value &value) { to.cells = value.grid(); }},
    {{.name = "across",
      .kind = OptionKind::whole,
      .group = OptionGroup::cells,
      .value = "COLUMNS",
      .otherwise = "about 10,000 cells",
      .help = "Cut the source into this many columns of cells, and rows to fit its shape.",
      .least = 1,
      .most = any_int,
      .excludes = "cells",
      .common = true},
     [](Settings &to, const Value &value) { to.across = value.integer(); }},
};

constexpr Row<Settings> rows[] = {
    {{.name = "where",
      .kind = OptionKind::text,
      .group = OptionGroup::choice,
      .value = "CONDITION",
      .otherwise = "all photos of the library",
      .help = "Use only photos that meet this condition, such as year=2024, tag=sea,sky or "
              "width>=1000; repeat it for several conditions.",
      .page = "command-line.md#which-photos",
      .repeated = true},
     [](Settings &to, const Value &value) { to.where.push_back(parse_condition(value.text())); }},
    {{.name = "descriptor",
      .kind = OptionKind::choice,
      .group = OptionGroup::match,
      .value = "NAME",
      .fallback = "grid-lab",
      .help =
          "Compare tiles with cells by this: their colours and shapes (grid-lab), or their mean "
          "colour alone.",
      .choices = descriptor_names},
     [](Settings &to, const Value &value) { to.options.descriptor = value.text(); }},
    {{.name = "detail",
      .kind = OptionKind::real,
      .group = OptionGroup::match,
      .value = "N",
      .fallback = "0.5",
      .help = "Show sharper outlines and less exact colours; 0 compares the mean colour alone.",
      .most = 1,
      .common = true},
     [](Settings &to, const Value &value) { to.options.detail = value.real(); }},
    {{.name = "flip", .group = OptionGroup::match, .help = "Mirror tiles where that fits better."},
     [](Settings &to, const Value &value) { to.options.flip = value.flag(); }},
    {{.name = "rotate",
      .group = OptionGroup::match,
      .help = "Turn tiles where that fits better; tiles that aren't square by half a turn only."},
     [](Settings &to, const Value &value) { to.options.rotate = value.flag(); }},
    {{.name = "effort",
      .kind = OptionKind::whole,
      .group = OptionGroup::match,
      .value = "N",
      .fallback = "12",
      .help = "Make the mosaic more like its source by going through all cells this many times, "
              "which takes longer.",
      .most = any_int},
     [](Settings &to, const Value &value) { to.options.effort = value.integer(); }},
    {{.name = "seed",
      .kind = OptionKind::whole,
      .group = OptionGroup::match,
      .value = "N",
      .fallback = "0",
      .help = "Get another mosaic, as good: each number settles ties in its own way."},
     [](Settings &to, const Value &value) { to.options.seed = value.whole(); }},
    {{.name = "spacing",
      .kind = OptionKind::whole,
      .group = OptionGroup::repetition,
      .value = "CELLS",
      .fallback = "0",
      .help = "Keep copies of a photo more than this many cells apart.",
      .most = any_int,
      .unit = "cells",
      .page = rules_page,
      .common = true},
     [](Settings &to, const Value &value) { to.options.rules.spacing = value.integer(); }},
    {{.name = "spacing-metric",
      .kind = OptionKind::choice,
      .group = OptionGroup::repetition,
      .value = "NAME",
      .fallback = "chebyshev",
      .help = "Measure spacing by the larger of the steps across and down (chebyshev), or as the "
              "crow flies (euclid).",
      .choices = metrics,
      .page = rules_page},
     [](Settings &to, const Value &value) {
         to.options.rules.metric = static_cast<SpacingMetric>(value.choice());
     }},
    {{.name = "max-use",
      .kind = OptionKind::whole,
      .group = OptionGroup::repetition,
      .value = "N",
      .fallback = "0",
      .help = "Show each photo in at most this many cells; 0 sets no limit.",
      .most = 0xFFFF'FFFF,
      .page = rules_page},
     [](Settings &to, const Value &value) {
         to.options.rules.max_use = static_cast<std::uint32_t>(value.whole());
     }},
    {{.name = "min-use",
      .kind = OptionKind::whole,
      .group = OptionGroup::repetition,
      .value = "N",
      .fallback = "0",
      .help = "Show each photo in at least this many cells.",
      .most = 0xFFFF'FFFF,
      .page = rules_page},
     [](Settings &to, const Value &value) {
         to.options.rules.min_use =
             std::max(to.options.rules.min_use, static_cast<std::uint32_t>(value.whole()));
     }},
    {{.name = "use-all",
      .group = OptionGroup::repetition,
      .help = "Show every photo at least once, as --min-use 1 does.",
      .page = rules_page},
     [](Settings &to, const Value &value) {
         to.options.rules.min_use = std::max(to.options.rules.min_use, value.flag() ? 1U : 0U);
     }},
    {{.name = "variety",
      .kind = OptionKind::real,
      .group = OptionGroup::repetition,
      .value = "N",
      .fallback = "0",
      .help = "Show fewer copies of a photo close together; no distance is forbidden.",
      .most = 1,
      .page = rules_page},
     [](Settings &to, const Value &value) { to.options.rules.variety = value.real(); }},
    {{.name = "duplicates",
      .kind = OptionKind::choice,
      .group = OptionGroup::repetition,
      .value = "HOW",
      .fallback = "each",
      .help = "Count each of several photos that look the same, or all of them as one.",
      .choices = ways_to_count,
      .page = rules_page},
     [](Settings &to, const Value &value) {
         to.options.rules.duplicates_as_one = value.choice() == 1;
     }},
    {{.name = "relax",
      .group = OptionGroup::repetition,
      .help = "Make a mosaic even where the rules can't all be met: they give way as little as "
              "they must.",
      .page = rules_page},
     [](Settings &to, const Value &value) { to.options.rules.relax = value.flag(); }},
    {{.name = "diffuse",
      .kind = OptionKind::real,
      .group = OptionGroup::colour,
      .value = "N",
      .fallback = "0",
      .help = "Keep the colour of areas: neighbours make up for this part of each cell's error.",
      .most = 1},
     [](Settings &to, const Value &value) { to.options.diffuse = value.real(); }},
    {{.name = "tint",
      .kind = OptionKind::real,
      .group = OptionGroup::colour,
      .value = "N",
      .fallback = "0",
      .help = "Tint tiles towards the colour of their cells; 0 leaves photos as they are.",
      .most = 1,
      .common = true},
     [](Settings &to, const Value &value) { to.options.tint.strength = value.real(); }},
    {{.name = "tint-max",
      .kind = OptionKind::real,
      .group = OptionGroup::colour,
      .value = "DE",
      .fallback = "0",
      .help = "Tint no tile further than this; 0 sets no limit.",
      .unit = "CIEDE2000"},
     [](Settings &to, const Value &value) { to.options.tint.most = value.real(); }},
    {{.name = "tint-levels",
      .kind = OptionKind::whole,
      .group = OptionGroup::colour,
      .value = "N",
      .fallback = "16",
      .help = "Tint in this many steps from black to white; fewer steps make smaller files.",
      .least = 2,
      .most = 256},
     [](Settings &to, const Value &value) { to.options.tint.levels = value.integer(); }},
};

} // namespace

Rows<MatchSettings> cell_rows() { return cells; }
Rows<MatchSettings> match_rows() { return rows; }

} // namespace tessera::internal
