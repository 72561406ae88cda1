// What was wrong with a command line.

#include "cli/command.hpp"
#include "cli/verb_app.hpp"

#include <tessera/error.hpp>

#include <algorithm>
#include <spdlog/fmt/fmt.h>
#include <vector>

namespace tessera::cli {
namespace {

std::vector<std::string> names_of(const CLI::App &app) {
    std::vector<std::string> names;
    for (const VerbApp *verb : verbs_of(app))
        names.push_back(verb->get_name());
    for (const CLI::Option *option : app.get_options())
        for (const std::string &name : option->get_lnames())
            names.push_back("--" + name);
    return names;
}

/// Verbs that have an option: "tessera build", "tessera library add".
std::vector<std::string> verbs_with(const CLI::App &app, const std::string &path,
                                    std::string_view option) {
    std::vector<std::string> found;
    for (const VerbApp *verb : verbs_of(app)) {
        const std::string name = path + " " + verb->get_name();
        if (find_option(verb->options(), option))
            found.push_back(name);
        const auto inner = verbs_with(*verb, name, option);
        found.insert(found.end(), inner.begin(), inner.end());
    }
    return found;
}

/// What is wrong with an option that a verb doesn't have.
std::string explain_option(const CLI::App &app, const std::string &word, const std::string &verb,
                           const std::vector<std::string> &names) {
    const std::string guess = nearest_name(word, names);
    const auto others = verbs_with(app, "tessera", word.substr(2));
    if (!others.empty())
        return fmt::format("{} has no option '{}'; it is an option of {}", verb, word,
                           others.size() > 1 ? others[0] + " and " + others[1] : others[0]);
    return fmt::format("there is no option '{}'; {}", word,
                       guess.empty() ? verb + " --help-all shows those that there are"
                                     : "did you mean '" + guess + "'?");
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
        if (word == "--")
            break;
        if (word.starts_with("--") && std::ranges::find(names, word) == names.end())
            return explain_option(app, word, words, names);
    }
    return fmt::format("{}; see {} --help", error.what(), words);
}

} // namespace tessera::cli
