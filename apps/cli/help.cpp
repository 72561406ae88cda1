#include "cli/help.hpp"

#include <algorithm>
#include <spdlog/fmt/fmt.h>
#include <spdlog/fmt/ranges.h>

namespace tessera::cli {
namespace {

constexpr std::size_t width = 80, indent = 26;
constexpr std::size_t few = 16; ///< options that are shown without a choice

/// Words in lines that begin at column `margin`; the first line is there already.
std::string wrapped(const std::string &text, std::size_t margin) {
    std::string lines;
    std::size_t column = margin;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find(' ', begin), text.size());
        if (column > margin && column + 1 + end - begin > width) {
            lines += "\n" + std::string(margin, ' ');
            column = margin;
        } else if (column > margin) {
            lines += ' ';
            ++column;
        }
        lines += text.substr(begin, end - begin);
        column += end - begin;
        begin = end + 1;
    }
    return lines + "\n";
}

/// A term, and what it means beside or below it.
std::string entry(const std::string &term, const std::string &text) {
    std::string line = "  " + term;
    line += line.size() + 2 > indent ? "\n" + std::string(indent, ' ')
                                     : std::string(indent - line.size(), ' ');
    return line + wrapped(text, indent);
}

std::string term_of(const Option &option) {
    std::string term = option.letter ? fmt::format("-{}, ", option.letter) : "";
    term += shown_name(option);
    if (!option.value.empty() && !option.argument)
        term += fmt::format(" {}", option.value);
    return term + (option.several ? " ..." : "");
}

bool is_shown(const Option &option, bool all) {
    return all || option.common || option.required || option.argument;
}

std::string usage_of(const VerbApp &verb, const std::string &name) {
    std::string line = fmt::format("Usage: {} [OPTIONS]", name);
    for (const Option *option : verb.options()) {
        const std::string dots = option->several ? "..." : "";
        if (option->argument)
            line += option->required ? fmt::format(" {}{}", option->value, dots)
                                     : fmt::format(" [{}{}]", option->value, dots);
        else if (option->required)
            line += fmt::format(" -{} {}",
                                option->letter ? std::string(1, option->letter)
                                               : "-" + std::string(option->name),
                                option->value);
    }
    return line + "\n";
}

std::string options_of(const VerbApp &verb, bool all) {
    std::string text;
    for (const Option *option : verb.options())
        if (option->argument)
            text += entry(term_of(*option), description_of(*option));
    if (!text.empty())
        text = "\nArguments:\n" + text;
    for (const OptionGroup group : groups_of(verb.options())) {
        std::string entries;
        for (const Option *option : verb.options())
            if (option->group == group && !option->argument && is_shown(*option, all))
                entries += entry(term_of(*option), description_of(*option));
        if (group == OptionGroup::run && all)
            entries += entry("-h, --help", "Show the options that most people need.") +
                       entry("--help-all", "Show every option.");
        if (!entries.empty())
            text += fmt::format("\n{}:\n{}", title_of(group), entries);
    }
    return text;
}

std::string verbs_of_help(const CLI::App &app) {
    std::string text;
    for (const VerbApp *verb : verbs_of(app))
        text += entry(verb->get_name(), verb->get_description());
    return text.empty() ? "" : "\nVerbs:\n" + text;
}

} // namespace

HelpText help_text_of(const CLI::App &app) {
    if (const auto *verb = dynamic_cast<const VerbApp *>(&app))
        return {verb->examples(), verb->notes()};
    return {{"tessera make ~/Pictures me.jpg wall.png", "tessera build ~/Pictures -o photos.tiles",
             "tessera render me.jpg -l photos.tiles -o wall.tif --cells 207x292"},
            "tessera VERB --help tells more. Exit codes: 0 done, 1 failed, 2 wrong usage, 3 an "
            "input can't be read, 4 an output exists or can't be written, 5 some jobs of a batch "
            "failed, 130 interrupted. A shard or a join that fails ends with 75 where another try "
            "may succeed, and with 78 where it won't."};
}

std::vector<OptionGroup> groups_of(const Options &options) {
    std::vector<OptionGroup> groups;
    for (const Option *option : options)
        if (!option->argument && std::ranges::find(groups, option->group) == groups.end())
            groups.push_back(option->group);
    std::ranges::sort(groups);
    return groups;
}

std::string HelpFormatter::make_help(const CLI::App *app, std::string name,
                                     CLI::AppFormatMode mode) const {
    const auto *verb = dynamic_cast<const VerbApp *>(app);
    const HelpText help = help_text_of(*app);
    std::string text = app->get_description() + "\nExamples:\n";
    for (const std::string &example : help.examples)
        text += "  " + example + "\n";
    if (!help.notes.empty())
        text += wrapped(help.notes, 0);
    const std::string path = name.empty() ? app->get_name() : name;
    if (!verb || needs_verb(*app))
        return text + fmt::format("\nUsage: {} VERB [OPTIONS]\n", path) + verbs_of_help(*app);
    const bool all = mode == CLI::AppFormatMode::All || verb->options().size() <= few;
    text += "\n" + usage_of(*verb, path) + options_of(*verb, all) + verbs_of_help(*app);
    if (!all)
        text +=
            fmt::format("\n{} --help-all shows all {} options.\n", path, verb->options().size());
    return text;
}

} // namespace tessera::cli
