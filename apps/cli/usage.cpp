// What was wrong with a command line.

#include "cli/command.hpp"

#include <tessera/error.hpp>

#include <algorithm>
#include <spdlog/fmt/fmt.h>
#include <vector>

namespace tessera::cli {
namespace {

std::vector<std::string> names_of(const CLI::App &app) {
    std::vector<std::string> names;
    for (const CLI::App *verb : verbs_of(app))
        names.push_back(verb->get_name());
    for (const CLI::Option *option : app.get_options())
        for (const std::string &name : option->get_lnames())
            names.push_back("--" + name);
    return names;
}

const CLI::App *verb_of(const CLI::App &app, const std::string &word) {
    for (const CLI::App *each : verbs_of(app))
        if (each->get_name() == word)
            return each;
    return nullptr;
}

} // namespace

std::string explain(const CLI::ParseError &error, const CLI::App &app, int argc, char **argv) {
    const CLI::App *verb = &app; // or a verb of a group of verbs
    std::string words = "tessera";
    int next = 1;
    for (const CLI::App *found = verb; found && next < argc; next += found ? 1 : 0) {
        found = verb_of(*verb, argv[next]);
        verb = found ? found : verb;
        words += found ? " " + found->get_name() : "";
    }
    if (needs_verb(*verb)) {
        const std::string word = next < argc ? argv[next] : "";
        const std::string guess = nearest_name(word, names_of(*verb));
        if (word.empty() || guess.empty())
            return fmt::format("a verb was wanted, such as {}; see {} --help",
                               verb == &app ? "make, build or render" : "add, remove or list",
                               words);
        return fmt::format("there is no verb '{}'; did you mean '{}'?", word, guess);
    }
    const std::vector<std::string> names = names_of(*verb);
    for (int i = next; i < argc; ++i) {
        const std::string whole = argv[i], word = whole.substr(0, whole.find('='));
        if (word.starts_with("--") && word != "--" && std::ranges::find(names, word) == names.end())
            if (const std::string guess = nearest_name(word, names); !guess.empty())
                return fmt::format("there is no option '{}'; did you mean '{}'?", word, guess);
    }
    return fmt::format("{}; see {} --help", error.what(), words);
}

} // namespace tessera::cli
