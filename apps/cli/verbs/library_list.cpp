// tessera library list: what is in a library.

#include "cli/command.hpp"
#include "cli/label.hpp"

#include <tessera/tile_store.hpp>

#include <cstdio>
#include <memory>
#include <spdlog/fmt/fmt.h>

namespace tessera::cli {
namespace {

struct Options {
    std::string library;
    bool names0 = false;
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

void list(Command &command, const Options &options) {
    const auto store = open_store(options.library);
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
        else if (options.names0)
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
    const auto options = std::make_shared<Options>();
    CLI::App &verb = *group.add_subcommand("list", "List ids, names, labels, sizes and dates.");
    verb.footer("Examples:\n"
                "  tessera library list photos.tiles\n"
                "  tessera library list photos.tiles -0 | sort -z | xargs -0 -n1 echo");
    verb.add_option("LIB", options->library, "the library")->required();
    verb.add_flag("-0,--names0", options->names0, "names alone, each ended by NUL");
    add_verb(verb, command, [&command, options] { list(command, *options); });
}

} // namespace tessera::cli
