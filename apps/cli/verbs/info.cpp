// tessera info: what a library, a plan, a part or a picture is.

#include "cli/steps.hpp"
#include "cli/verb.hpp"

#include <tessera/error.hpp>
#include <tessera/maintain.hpp>
#include <tessera/source.hpp>

#include <cstdio>
#include <filesystem>
#include <optional>
#include <spdlog/fmt/fmt.h>

namespace tessera::cli {
namespace {

void show(Command &command, const std::vector<std::pair<std::string, nlohmann::json>> &facts) {
    for (const auto &[key, value] : facts) {
        command.report(key, value);
        if (!command.json)
            fmt::print("{}: {}\n", key,
                       value.is_string() ? value.get<std::string>() : value.dump());
    }
}

/// How many have a label; nothing where a record is damaged.
std::optional<std::uint32_t> labelled_tiles(const TileStore &store) {
    try {
        std::uint32_t count = 0;
        for (TileId id = 0; id < store.info().tiles; ++id)
            count += std::holds_alternative<std::monostate>(store.record(id).label) ? 0 : 1;
        return count;
    } catch (const Error &) {
        return std::nullopt;
    }
}

void show_library(Command &command, const std::string &path) {
    const auto store = open_store(path);
    const StoreInfo &info = store->info();
    const bool tiles = info.tile != any_shape;
    std::vector<std::pair<std::string, nlohmann::json>> facts = {
        {"kind", tiles ? "library" : "pictures"},
        {"store", store_kind(path)},
        {"tiles", info.tiles},
        {"tile_width", info.tile.width},
        {"tile_height", info.tile.height}};
    if (const auto options = tile_options_of(info); options && tiles) {
        const Rgb behind = options->background;
        facts.emplace_back("background", fmt::format("#{:02x}{:02x}{:02x}", behind.red,
                                                     behind.green, behind.blue));
    }
    if (const auto labelled = labelled_tiles(*store); labelled.value_or(1) > 0)
        facts.emplace_back("labelled", labelled ? nlohmann::json(*labelled) : nlohmann::json());
    facts.emplace_back("digest", to_string(info.digest));
    if (info.shard.count > 1)
        facts.emplace_back("shard", fmt::format("{}/{}", info.shard.index, info.shard.count));
    facts.emplace_back("skipped", info.skipped);
    facts.emplace_back("options", info.options);
    facts.emplace_back("bytes", bytes_on_disk(path));
    show(command, facts);
}

void show_plan(Command &command, const PlanInfo &plan) {
    const Size size = mosaic_size(plan.grid, plan.tile);
    show(command, {{"kind", "plan"},
                   {"columns", plan.grid.columns},
                   {"rows", plan.grid.rows},
                   {"cells", plan.grid.cells()},
                   {"width", size.width},
                   {"height", size.height},
                   {"tile_width", plan.tile.width},
                   {"tile_height", plan.tile.height},
                   {"tiles", plan.library_tiles},
                   {"library", to_string(plan.library)},
                   {"descriptor", plan.origin.descriptor},
                   {"source", plan.origin.source}});
}

void show_part(Command &command, const std::string &path, const PartInfo &part) {
    show(command, {{"kind", "part"},
                   {"shard", part.shard.index},
                   {"shards", part.shard.count},
                   {"suffix", part.suffix},
                   {"options", part.options},
                   {"writer", part.writer},
                   {"dpi", part.dpi},
                   {"columns", part.form.grid.columns},
                   {"rows", part.form.grid.rows},
                   {"tile_width", part.form.tile.width},
                   {"tile_height", part.form.tile.height},
                   {"plan", to_string(part.plan)},
                   {"library", to_string(part.library)},
                   {"made_by", part.version},
                   {"bytes", std::filesystem::file_size(path)}});
}

void info(Command &command, const std::string &path) {
    if (is_store(path)) {
        show_library(command, path);
    } else if (const auto part = read_part_info(path)) {
        show_part(command, path, *part);
    } else if (const auto plan = read_plan_info(path)) {
        show_plan(command, *plan);
    } else {
        const Size size = Source::open(path).size();
        show(command, {{"kind", "picture"},
                       {"width", size.width},
                       {"height", size.height},
                       {"bytes", std::filesystem::file_size(path)}});
    }
}

constexpr Option file_row = argument("file", "FILE", "A library, a plan, a part or a picture.");

} // namespace

void add_info(CLI::App &app, Command &command) {
    add_verb(
        app, command,
        {.name = "info",
         .summary = "Tell what a library, a plan, a part or a picture is.",
         .examples = {"tessera info photos.tiles", "tessera info me.plan.tif --json"},
         .options = {&file_row},
         .work = [&command](const GivenOptions &given) { info(command, given.text("file")); }});
}

} // namespace tessera::cli
