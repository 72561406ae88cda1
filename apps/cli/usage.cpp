// What was wrong with a command line.

#include "command.hpp"

#include <algorithm>
#include <numeric>
#include <spdlog/fmt/fmt.h>
#include <string_view>
#include <utility>
#include <vector>

namespace tessera::cli {
namespace {

constexpr std::size_t far_off = 3; // edits; beyond, a suggestion puzzles more than it helps

/// Insertions, deletions and replacements that turn one word into the other.
std::size_t edits(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = std::exchange(row[0], i + 1);
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t cost =
                std::min({row[j] + 1, row[j + 1] + 1, diagonal + (a[i] == b[j] ? 0 : 1)});
            diagonal = std::exchange(row[j + 1], cost);
        }
    }
    return row.back();
}

std::string nearest(const std::string &word, const std::vector<std::string> &names) {
    const auto best = std::ranges::min_element(
        names, {}, [&](const std::string &name) { return edits(word, name); });
    return best != names.end() && edits(word, *best) < far_off ? *best : "";
}

std::vector<std::string> names_of(const CLI::App &app) {
    std::vector<std::string> names;
    for (const CLI::App *verb : app.get_subcommands([](const CLI::App *) { return true; }))
        names.push_back(verb->get_name());
    for (const CLI::Option *option : app.get_options())
        for (const std::string &name : option->get_lnames())
            names.push_back("--" + name);
    return names;
}

const CLI::App *verb_of(const CLI::App &app, const std::string &word) {
    for (const CLI::App *each : app.get_subcommands([](const CLI::App *) { return true; }))
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
    if (!verb->get_subcommands([](const CLI::App *) { return true; }).empty()) {
        const std::string word = next < argc ? argv[next] : "";
        const std::string guess = nearest(word, names_of(*verb));
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
            if (const std::string guess = nearest(word, names); !guess.empty())
                return fmt::format("there is no option '{}'; did you mean '{}'?", word, guess);
    }
    return fmt::format("{}; see {} --help", error.what(), words);
}

} // namespace tessera::cli
