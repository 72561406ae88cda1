// What was wrong with a command line.

#include "command.hpp"

#include <tessera/error.hpp>

#include <algorithm>
#include <spdlog/fmt/fmt.h>
#include <vector>

namespace tessera::cli {
namespace {

std::vector<std::string> names_of(const CLI::App &app) {
    std::vector<std::string> names;
    for (const CLI::App *verb : app.get_subcommands([](const CLI::App *) { return true; }))
        names.push_back(verb->get_name());
    for (const CLI::Option *option : app.get_options())
        for (const std::string &name : option->get_lnames())
            names.push_back("--" + name);
    return names;
}

} // namespace

std::string explain(const CLI::ParseError &error, const CLI::App &app, int argc, char **argv) {
    const CLI::App *verb = nullptr;
    for (const CLI::App *each : app.get_subcommands([](const CLI::App *) { return true; }))
        if (argc > 1 && each->get_name() == argv[1])
            verb = each;
    if (!verb) {
        const std::string word = argc > 1 ? argv[1] : "";
        const std::string guess = nearest_name(word, names_of(app));
        if (word.empty() || guess.empty())
            return "a verb was wanted, such as make, build or render; see tessera --help";
        return fmt::format("there is no verb '{}'; did you mean '{}'?", word, guess);
    }
    const std::vector<std::string> names = names_of(*verb);
    for (int i = 2; i < argc; ++i) {
        const std::string whole = argv[i], word = whole.substr(0, whole.find('='));
        if (word.starts_with("--") && word != "--" && std::ranges::find(names, word) == names.end())
            if (const std::string guess = nearest_name(word, names); !guess.empty())
                return fmt::format("there is no option '{}'; did you mean '{}'?", word, guess);
    }
    return fmt::format("{}; see tessera {} --help", error.what(), verb->get_name());
}

} // namespace tessera::cli
