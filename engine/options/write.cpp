// How mosaics are written, and contact sheets.

#include "options/rows.hpp"

namespace tessera::internal {
namespace {

using Value = OptionValue;

constexpr Row<WriteSettings> writing[] = {
    {{.name = "dpi",
      .kind = OptionKind::real,
      .group = OptionGroup::write,
      .value = "N",
      .fallback = "300",
      .help = "Note this resolution in the file, in px per inch.",
      .least = 0.01,
      .most = 65'535, // JPEG holds no more
      .unit = "px per inch"},
     [](WriteSettings &to, const Value &value) { to.options.dpi = value.real(); }},
    {{.name = "writer",
      .kind = OptionKind::choice,
      .group = OptionGroup::write,
      .value = "NAME",
      .fallback = "auto",
      .help = "Write by this writer: composed puts encoded tiles together, canvas draws every px, "
              "auto takes the first that can.",
      .choices = writer_names},
     [](WriteSettings &to, const Value &value) { to.options.writer = value.text(); }},
    {{.name = "memory",
      .kind = OptionKind::bytes,
      .group = OptionGroup::write,
      .value = "BYTES",
      .fallback = "256M",
      .help = "Keep encoded tiles in this much memory; what is beyond goes to a file.",
      .role = OptionRole::manner,
      .unit = "bytes"},
     [](WriteSettings &to, const Value &value) { to.options.memory = value.bytes(); }},
    {{.name = "blend",
      .kind = OptionKind::real,
      .group = OptionGroup::write,
      .value = "N",
      .fallback = "0",
      .help = "Lay the source over the tiles with this opacity.",
      .most = 1},
     [](WriteSettings &to, const Value &value) { to.blend = value.real(); }},
};

constexpr Row<SheetOptions> sheet[] = {
    {{.name = "skip",
      .kind = OptionKind::whole,
      .group = OptionGroup::sheet,
      .value = "N",
      .fallback = "0",
      .help = "Leave out this many photos at the beginning.",
      .most = any_int},
     [](SheetOptions &to, const Value &value) { to.skip = value.whole(); }},
    {{.name = "limit",
      .kind = OptionKind::whole,
      .group = OptionGroup::sheet,
      .value = "N",
      .fallback = "5000",
      .help = "Show at most this many photos.",
      .least = 1,
      .most = 100'000},
     [](SheetOptions &to, const Value &value) { to.most = value.whole(); }},
    {{.name = "thumbnail",
      .kind = OptionKind::whole,
      .group = OptionGroup::sheet,
      .value = "PX",
      .fallback = "96",
      .help = "Show photos with this many px on their longer side.",
      .least = 16,
      .most = 512,
      .unit = "px"},
     [](SheetOptions &to, const Value &value) { to.thumbnail = value.integer(); }},
};

} // namespace

Rows<WriteSettings> write_rows() { return writing; }
Rows<SheetOptions> sheet_rows() { return sheet; }

} // namespace tessera::internal
