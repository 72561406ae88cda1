// Options that several calls have.

#include "options/rows.hpp"

namespace tessera::internal {
namespace {

constexpr Option rows[] = {
    {.name = "background",
     .kind = OptionKind::colour,
     .group = OptionGroup::tile,
     .value = "COLOUR",
     .fallback = "white",
     .help = "Show this colour behind transparent pixels: #rrggbb, white or black."},
    {.name = "fps",
     .kind = OptionKind::rate,
     .group = OptionGroup::frames,
     .value = "RATE",
     .otherwise = "the input's own rate, or 25",
     .help = "Show this many frames a second, such as 25, 29.97 or 30000/1001.",
     .unit = "frames a second",
     .common = true},
    {.name = "sync",
     .group = OptionGroup::write,
     .help = "Flush the output to disk before it gets its name, so that it outlives a power cut.",
     .role = OptionRole::manner},
    {.name = "force",
     .group = OptionGroup::write,
     .help = "Replace what is there already, once the new one is whole.",
     .role = OptionRole::manner,
     .common = true,
     .letter = 'f'},
};

} // namespace

std::span<const Option> shared_rows() { return rows; }

} // namespace tessera::internal
