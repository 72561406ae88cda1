// Which cells are filled, which of them matter most, and how large they are.

#include "options/rows.hpp"

namespace tessera::internal {
namespace {

std::vector<std::string> layouts() { return {"grid", "quadtree"}; }

using Settings = MatchSettings;
using Value = OptionValue;

constexpr Row<Settings> rows[] = {
    {{.name = "mask",
      .kind = OptionKind::file,
      .group = OptionGroup::areas,
      .value = "FILE",
      .otherwise = "all cells are filled",
      .help = "Fill only cells where this picture is white; the others stay empty.",
      .role = OptionRole::reads},
     [](Settings &to, const Value &value) { to.mask = value.text(); }},
    {{.name = "empty",
      .kind = OptionKind::cell_colour,
      .group = OptionGroup::areas,
      .value = "COLOUR",
      .fallback = "white",
      .help = "Show empty cells in this colour: #rrggbb, white, black or transparent.",
      .needs = "mask"},
     [](Settings &to, const Value &value) { to.options.empty = value.cell_colour(); }},
    {{.name = "importance",
      .kind = OptionKind::file,
      .group = OptionGroup::areas,
      .value = "FILE",
      .otherwise = "all cells matter alike",
      .help = "Get the best likeness where this picture is white; rules then cost likeness where "
              "it is black.",
      .role = OptionRole::reads},
     [](Settings &to, const Value &value) { to.importance = value.text(); }},
    {{.name = "layout",
      .kind = OptionKind::choice,
      .group = OptionGroup::areas,
      .value = "NAME",
      .fallback = "grid",
      .help = "Make all cells equal (grid), or larger where the source is flat (quadtree).",
      .choices = layouts},
     [](Settings &to, const Value &value) { to.options.levels = value.choice() == 1 ? 3 : 1; }},
    {{.name = "levels",
      .kind = OptionKind::whole,
      .group = OptionGroup::areas,
      .value = "N",
      .fallback = "3",
      .help = "Use this many sizes of cells in a quadtree, each twice the size before.",
      .least = 1,
      .most = 3,
      .needs = "layout"},
     [](Settings &to, const Value &value) { to.options.levels = value.integer(); }},
    {{.name = "flat",
      .kind = OptionKind::real,
      .group = OptionGroup::areas,
      .value = "DE",
      .fallback = "5",
      .help = "Use larger cells in more of the picture: their colours may deviate this much.",
      .most = 100,
      .unit = "CIELAB"},
     [](Settings &to, const Value &value) { to.options.flat = value.real(); }},
};

} // namespace

Rows<MatchSettings> area_rows() { return rows; }

} // namespace tessera::internal
