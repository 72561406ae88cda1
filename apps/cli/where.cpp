// --where: which of a library's photos are meant.

#include "cli/command.hpp"

namespace tessera::cli {

void WhereFlag::add_to(CLI::App &verb) {
    verb.add_option("--where", given_,
                    "photos that meet a condition such as year=2024, tag=sea,sky or width>=1000; "
                    "several conditions: all of them")
        ->type_name("CONDITION")
        ->allow_extra_args(false); // it would take arguments that follow it for its own
}

std::vector<Condition> WhereFlag::conditions() const {
    std::vector<Condition> result;
    for (const std::string &text : given_)
        result.push_back(parse_condition(text));
    return result;
}

std::optional<std::vector<TileId>> WhereFlag::tiles(Command &command,
                                                    const TileLibrary &library) const {
    if (given_.empty())
        return std::nullopt;
    return command.timed("choose",
                         [&] { return find_tiles(library.store(), conditions(), command.run()); });
}

} // namespace tessera::cli
