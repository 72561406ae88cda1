// How photos become tiles, and which of them do.

#include "options/rows.hpp"

#include <tessera/tile_store.hpp>

namespace tessera::internal {
namespace {

std::vector<std::string> crops() { return {"centre", "entropy", "attention"}; }
std::vector<std::string> on_errors() { return {"skip", "fail"}; }

using Settings = BuildSettings;
using Value = OptionValue;

constexpr Row<Settings> rows[] = {
    {{.name = "tile",
      .kind = OptionKind::shape,
      .group = OptionGroup::tile,
      .value = "SIZE",
      .fallback = "128",
      .help = "Size of each tile in px, such as 128 or 128x96.",
      .unit = "px",
      .common = true},
     [](Settings &to, const Value &value) { to.build.tile.shape = value.shape(); }},
    {{.name = "crop",
      .kind = OptionKind::choice,
      .group = OptionGroup::tile,
      .value = "HOW",
      .fallback = "centre",
      .help = "Which part of a photo becomes its tile: the centre, the part where most is going on "
              "(entropy), or the part that a person would look at (attention).",
      .choices = crops,
      .common = true},
     [](Settings &to, const Value &value) {
         to.build.tile.crop = static_cast<Crop>(value.choice());
     }},
    {{.name = "crops",
      .kind = OptionKind::whole,
      .group = OptionGroup::tile,
      .value = "N",
      .fallback = "1",
      .help = "Make tiles of up to this many different parts of each photo.",
      .least = 1,
      .most = 1000},
     [](Settings &to, const Value &value) { to.build.tile.crops = value.integer(); }},
    {{.name = "every",
      .kind = OptionKind::whole,
      .group = OptionGroup::tile,
      .value = "N",
      .otherwise = "an animation's first frame, a video's every frame",
      .help = "Make a tile of every Nth frame of animations and videos; videos in folders then "
              "count, too.",
      .least = 1,
      .most = 1'000'000},
     [](Settings &to, const Value &value) { to.build.tile.every = value.integer(); }},
    {{.name = "augment",
      .kind = OptionKind::text,
      .group = OptionGroup::tile,
      .value = "CHANGES",
      .otherwise = "no varied tiles",
      .help = "Add varied copies of each tile, such as flip,brightness=0.8..1.2,blur.",
      .page = "command-line.md#more-tiles-from-few-photos"},
     [](Settings &to, const Value &value) {
         to.build.tile.augment = parse_augmentations(value.text());
         to.build.tile.copies = 1;
         to.build.tile.seed = 0;
     }},
    {{.name = "augment-count",
      .kind = OptionKind::whole,
      .group = OptionGroup::tile,
      .value = "N",
      .fallback = "1",
      .help = "Add this many varied copies of each tile.",
      .least = 1,
      .most = 1000,
      .needs = "augment"},
     [](Settings &to, const Value &value) { to.build.tile.copies = value.integer(); }},
    {{.name = "augment-seed",
      .kind = OptionKind::whole,
      .group = OptionGroup::tile,
      .value = "N",
      .fallback = "0",
      .help = "Draw other variations: each number gives its own.",
      .needs = "augment"},
     [](Settings &to, const Value &value) { to.build.tile.seed = value.whole(); }},
    {{.name = "embedded",
      .group = OptionGroup::tile,
      .help = "Use the thumbnails that cameras embed in JPEGs where they are large enough, which "
              "is many times faster."},
     [](Settings &to, const Value &value) { to.build.tile.embedded = value.flag(); }},
    {{.name = "store",
      .kind = OptionKind::choice,
      .group = OptionGroup::tile,
      .value = "KIND",
      .fallback = "lmdb",
      .help = "Keep the library in this kind of store; hdf5[deflate=1..9] packs its pixels.",
      .choices = store_kinds,
      .page = "formats.md"},
     [](Settings &to, const Value &value) { to.build.store = value.text(); }},
    {{.name = "exclude",
      .kind = OptionKind::text,
      .group = OptionGroup::choice,
      .value = "GLOB",
      .otherwise = "every photo is taken",
      .help = "Leave out photos and folders whose names match this pattern.",
      .repeated = true},
     [](Settings &to, const Value &value) { to.exclude.push_back(value.text()); }},
    {{.name = "min-size",
      .kind = OptionKind::shape,
      .group = OptionGroup::choice,
      .value = "SIZE",
      .otherwise = "photos of any size are taken",
      .help = "Leave out photos that are smaller than this, such as 800 or 800x600.",
      .unit = "px"},
     [](Settings &to, const Value &value) {
         to.least = {value.shape().width, value.shape().height};
     }},
    {{.name = "on-error",
      .kind = OptionKind::choice,
      .group = OptionGroup::choice,
      .value = "WHAT",
      .fallback = "skip",
      .help = "Skip photos that can't be read and list them, or fail at the first of them.",
      .choices = on_errors},
     [](Settings &to, const Value &value) {
         to.build.on_error = static_cast<OnError>(value.choice());
     }},
    {{.name = "prune",
      .group = OptionGroup::library,
      .help = "Take photos out of the library that aren't among those given now."},
     [](Settings &to, const Value &value) { to.build.prune = value.flag(); }},
    {{.name = "wait",
      .kind = OptionKind::real,
      .group = OptionGroup::library,
      .value = "SECONDS",
      .fallback = "0",
      .help = "Wait so long for another process that is changing the library.",
      .most = 1e9,
      .role = OptionRole::manner,
      .unit = "seconds"},
     [](Settings &to, const Value &value) { to.build.wait_seconds = value.real(); }},
    {{.name = "shard",
      .kind = OptionKind::shard,
      .group = OptionGroup::library,
      .value = "I/N",
      .otherwise = "all photos are taken",
      .help = "Take one of N shares of the photos; tessera join makes the library of all N.",
      .page = "cluster.md#libraries-of-millions-of-photos"},
     [](Settings &to, const Value &value) { to.build.shard = value.shard(); }},
};

} // namespace

Rows<BuildSettings> build_rows() { return rows; }

} // namespace tessera::internal
