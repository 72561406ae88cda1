// tessera library verify: whether a library is whole.

#include "cli/steps.hpp"
#include "cli/verb.hpp"

#include <tessera/maintain.hpp>

#include <spdlog/fmt/fmt.h>
#include <stdexcept>

namespace tessera::cli {
namespace {

constexpr Option library_row = argument("lib", "LIB", "The library to check.");

/// Each of them on a line of its own, and in the report.
void tell(Command &command, const std::vector<Damage> &damage) {
    nlohmann::json list = nlohmann::json::array();
    for (const Damage &each : damage) {
        if (each.whole) {
            command.console.error(each.what, "");
            list.push_back({{"what", each.what}});
            continue;
        }
        command.console.error(fmt::format("tile {} '{}': {}", each.id, each.name, each.what), "");
        list.push_back({{"id", each.id}, {"name", each.name}, {"what", each.what}});
    }
    command.report("damaged", list);
}

void verify(Command &command, const std::string &library) {
    const std::uint32_t tiles = open_store(library)->info().tiles;
    command.report("tiles", tiles);
    const auto damage =
        command.timed("verify", [&] { return verify_library(library, command.run()); });
    tell(command, damage);
    if (!damage.empty())
        throw std::runtime_error(
            fmt::format("library '{}' is damaged: {} of its {} tiles, or what is said of them; "
                        "library remove takes tiles out by their ids, and build makes them again",
                        library, damage.size(), tiles));
    command.console.note(fmt::format("{}: {} tiles, all of them whole", library, tiles));
}

} // namespace

void add_library_verify(CLI::App &group, Command &command) {
    add_verb(
        group, command,
        {.name = "verify",
         .summary = "Check every tile of a library, and name the damaged ones.",
         .examples = {"tessera library verify photos.tiles"},
         .options = {&library_row},
         .work = [&command](const GivenOptions &given) { verify(command, given.text("lib")); }});
}

} // namespace tessera::cli
