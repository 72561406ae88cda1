// tessera library remove: tiles that leave a library.

#include "cli/steps.hpp"
#include "cli/verb.hpp"

#include <tessera/maintain.hpp>

#include <spdlog/fmt/fmt.h>

namespace tessera::cli {
namespace {

constexpr Option library_row =
    argument("lib", "LIB", "The library that loses tiles.", OptionRole::writes);
constexpr Option which_row = arguments(
    argument("which", "WHICH", "Names, ids, or globs of names in quotes.", OptionRole::setting));

void remove(Command &command, const GivenOptions &given) {
    const std::string library = given.text("lib");
    const std::uint64_t removed = command.timed("remove", [&] {
        return remove_tiles(library, given.texts("which"),
                            {given.flag("force"), given.value("wait")->real()}, command.run());
    });
    const std::uint32_t left = open_store(library)->info().tiles;
    command.report("removed", removed);
    command.report("tiles", left);
    command.report("bytes", bytes_on_disk(library));
    command.console.note(fmt::format("{}: {} removed, {} left", library, removed, left));
}

} // namespace

void add_library_remove(CLI::App &group, Command &command) {
    static const Option force = meaning(engine_option(OptionGroup::write, "force"), "",
                                        "Take names that aren't there for no error.");
    add_verb(group, command,
             {.name = "remove",
              .summary = "Take tiles out of a library.",
              .examples = {"tessera library remove photos.tiles photo02.png",
                           "tessera library remove photos.tiles 0 'photo0[13].*'"},
              .options = joined(
                  {{&library_row, &which_row}, pick(OptionGroup::library, {"wait"}), {&force}}),
              .work = [&command](const GivenOptions &given) { remove(command, given); }});
}

} // namespace tessera::cli
