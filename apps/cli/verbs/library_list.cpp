// tessera library list: what is in a library.

#include "cli/label.hpp"
#include "cli/steps.hpp"
#include "cli/verb.hpp"

#include <tessera/tile_store.hpp>

#include <cstdio>
#include <spdlog/fmt/fmt.h>

namespace tessera::cli {
namespace {

constexpr Option library_row = argument("lib", "LIB", "The library.");
constexpr Option names0_row{
    .name = "names0",
    .group = OptionGroup::library,
    .help = "Print names alone, each ended by NUL.",
    .letter = '0',
};

/// On one line, whatever bytes it has.
std::string on_a_line(const std::string &text) {
    std::string shown;
    for (const char c : text)
        if (c == '\\')
            shown += "\\\\";
        else if (static_cast<unsigned char>(c) < ' ' || c == '\x7f')
            shown += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
        else
            shown += c;
    return shown;
}

/// How a tile came to be another one than its photo's usual: a crop, a frame, what was varied.
nlohmann::json variation_of(const TileRecord &record) {
    return record.variation.empty() ? nlohmann::json()
                                    : nlohmann::json::parse(record.variation, nullptr, false);
}

void list(Command &command, const GivenOptions &given) {
    const auto store = open_store(given.text("lib"));
    const bool names0 = given.flag("names0");
    nlohmann::json pictures = nlohmann::json::array();
    for (TileId id = 0; id < store->info().tiles; ++id) {
        const TileRecord record = store->record(id);
        if (command.json)
            pictures.push_back({{"id", id},
                                {"name", record.name},
                                {"label", json_of(record.label)},
                                {"width", record.width},
                                {"height", record.height},
                                {"captured", record.captured},
                                {"variation", variation_of(record)},
                                {"path", record.path}});
        else if (names0)
            std::fwrite(record.name.c_str(), 1, record.name.size() + 1, stdout);
        else
            fmt::print("{}\t{}\t{}\t{}x{}\t{}\n", id, on_a_line(record.name),
                       on_a_line(text_of(record.label)), record.width, record.height,
                       record.captured);
    }
    command.report("tiles", store->info().tiles);
    command.report("pictures", pictures);
}

} // namespace

void add_library_list(CLI::App &group, Command &command) {
    add_verb(group, command,
             {.name = "list",
              .summary = "List the ids, names, labels, sizes and dates of a library's photos.",
              .examples = {"tessera library list photos.tiles",
                           "tessera library list photos.tiles -0 | sort -z | xargs -0 -n1 echo"},
              .options = {&library_row, &names0_row},
              .work = [&command](const GivenOptions &given) { list(command, given); }});
}

} // namespace tessera::cli
