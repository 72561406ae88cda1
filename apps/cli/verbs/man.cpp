// tessera man: manual pages made from the very options that the command parses.

#include "cli/command.hpp"

#include <tessera/error.hpp>

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <map>
#include <memory>
#include <spdlog/fmt/fmt.h>
#include <sstream>

namespace tessera::cli {
namespace {

struct Page {
    std::string name;    ///< "tessera-library-add"
    std::string command; ///< "tessera library add"
    const CLI::App *verb;
};

/// What stands below the options of a help.
struct Footer {
    std::vector<std::string> examples, notes;
};

std::vector<Page> pages_of(const Page &page) {
    std::vector<Page> pages{page};
    for (const CLI::App *verb : verbs_of(*page.verb)) {
        const std::string &name = verb->get_name();
        const auto inner = pages_of({page.name + "-" + name, page.command + " " + name, verb});
        pages.insert(pages.end(), inner.begin(), inner.end());
    }
    return pages;
}

std::vector<Page> all_pages(const CLI::App &app) {
    return pages_of({app.get_name(), app.get_name(), &app});
}

/// Text as troff has to see it, so that what is copied from a page is what was meant.
std::string escaped(std::string_view text) {
    static const std::map<char, std::string> names = {{'\\', "\\e"},   {'-', "\\-"},
                                                      {'\'', "\\(aq"}, {'`', "\\(ga"},
                                                      {'^', "\\(ha"},  {'~', "\\(ti"}};
    std::string safe = text.starts_with('.') ? "\\&" : "";
    for (const char letter : text) {
        const auto name = names.find(letter);
        safe += name == names.end() ? std::string(1, letter) : name->second;
    }
    return safe;
}

std::string bold(std::string_view text) { return "\\fB" + escaped(text) + "\\fR"; }
std::string italic(std::string_view text) { return "\\fI" + escaped(text) + "\\fR"; }

std::string section(const std::string &title) { return ".SH " + title + "\n"; }

/// A term, in troff's words, with a text below it.
std::string entry(const std::string &term, const std::string &text) {
    return ".TP\n" + term + "\n" + escaped(text) + "\n";
}

bool takes_many(const CLI::Option &option) {
    return option.get_expected_max() == CLI::detail::expected_max_vector_size;
}

std::string names_of(const std::set<CLI::Option *> &options) {
    std::vector<std::string> names;
    for (const CLI::Option *option : options)
        names.push_back(option->get_name());
    std::ranges::sort(names);
    return fmt::format("{}", fmt::join(names, ", "));
}

/// "1 to 8" of "N:INT in [1 - 8]", a value's name with what its validator tells; else what that
/// tells.
std::string range_of(const std::string &type) {
    const std::size_t colon = type.find(':');
    if (colon == std::string::npos)
        return {};
    const std::size_t open = type.find('['), dash = type.find(" - "), close = type.find(']');
    if (open == std::string::npos || dash == std::string::npos || close == std::string::npos)
        return type.substr(colon + 1);
    return fmt::format("{} to {}", type.substr(open + 1, dash - open - 1),
                       type.substr(dash + 3, close - dash - 3));
}

/// What it does, and what the command line asks of it.
std::string meaning_of(const CLI::Option &option) {
    std::vector<std::string> rules;
    if (const std::string range = range_of(option.get_type_name()); !range.empty())
        rules.push_back(range);
    if (option.get_required() && !option.get_positional())
        rules.push_back("required");
    if (!option.get_needs().empty())
        rules.push_back("needs " + names_of(option.get_needs()));
    if (!option.get_excludes().empty())
        rules.push_back("not with " + names_of(option.get_excludes()));
    return rules.empty() ? option.get_description()
                         : fmt::format("{} ({})", option.get_description(), fmt::join(rules, "; "));
}

/// "-o, --output LIB"
std::string term_of(const CLI::Option &option) {
    std::vector<std::string> names;
    for (const std::string &name : option.get_snames())
        names.push_back(bold("-" + name));
    for (const std::string &name : option.get_lnames())
        names.push_back(bold("--" + name));
    std::string term = fmt::format("{}", fmt::join(names, ", "));
    const std::string type = option.get_type_name(), value = type.substr(0, type.find(':'));
    if (!value.empty())
        term += " " + italic(value) + (takes_many(option) ? " ..." : "");
    return term;
}

Footer footer_of(const CLI::App &verb) {
    Footer footer;
    std::istringstream lines(verb.get_footer());
    for (std::string line; std::getline(lines, line);)
        if (line.starts_with("  "))
            footer.examples.push_back(line.substr(2));
        else if (line != "Examples:" && line != "Example:")
            footer.notes.push_back(line);
    return footer;
}

std::vector<const CLI::Option *> arguments_of(const CLI::App &verb) {
    return verb.get_options([](const CLI::Option *option) { return option->get_positional(); });
}

std::string synopsis_of(const Page &page) {
    std::string line = bold(page.command) + " [" + italic("OPTIONS") + "]";
    for (const CLI::Option *option : arguments_of(*page.verb)) {
        const std::string name =
            italic(option->get_name(true)) + (takes_many(*option) ? "..." : "");
        line += option->get_required() ? " " + name : " [" + name + "]";
    }
    if (!verbs_of(*page.verb).empty())
        line += needs_verb(*page.verb) ? " " + italic("VERB") : " [" + italic("VERB") + "]";
    return line + "\n";
}

std::string options_of(const CLI::App &verb) {
    std::string text;
    if (const auto arguments = arguments_of(verb); !arguments.empty()) {
        text += section("ARGUMENTS");
        for (const CLI::Option *option : arguments)
            text += entry(italic(option->get_name(true)), meaning_of(*option));
    }
    text += section("OPTIONS");
    for (const CLI::Option *option :
         verb.get_options([](const CLI::Option *each) { return each->nonpositional(); }))
        text += entry(term_of(*option), meaning_of(*option));
    return text;
}

std::string verbs_text(const Page &page) {
    std::string text;
    for (const CLI::App *verb : verbs_of(*page.verb))
        text += entry(bold(page.name + "-" + verb->get_name()) + "(1)", verb->get_description());
    return text.empty() ? text : section("VERBS") + text;
}

std::string examples_text(const std::vector<std::string> &examples) {
    if (examples.empty())
        return {};
    std::string text = section("EXAMPLES") + ".nf\n";
    for (const std::string &example : examples)
        text += escaped(example) + "\n";
    return text + ".fi\n";
}

/// The page's troff source, for the macros of man(7).
std::string text_of(const Page &page, const CLI::App &app) {
    std::string title = page.name, summary = page.verb->get_description();
    std::ranges::transform(title, title.begin(), [](unsigned char letter) {
        return static_cast<char>(std::toupper(letter));
    });
    if (summary.ends_with('.'))
        summary.pop_back();
    const Footer footer = footer_of(*page.verb);
    std::string text = fmt::format(".TH {} 1 \"\" \"tessera {}\" \"Tessera\"\n", escaped(title),
                                   escaped(version()));
    text += section("NAME") + escaped(page.name) + " \\- " + escaped(summary) + "\n";
    text += section("SYNOPSIS") + synopsis_of(page);
    text += section("DESCRIPTION") + escaped(page.verb->get_description()) + "\n";
    if (!footer.notes.empty())
        text += ".PP\n";
    for (const std::string &note : footer.notes)
        text += escaped(note) + "\n";
    text += verbs_text(page) + options_of(*page.verb) + examples_text(footer.examples);
    if (page.verb != &app)
        text += section("SEE ALSO") + bold(app.get_name()) + "(1)\n";
    return text;
}

/// words: "library add", or the page's own name. Throws: Error{invalid_argument}.
Page find_page(const CLI::App &app, const std::vector<std::string> &words) {
    const std::vector<Page> pages = all_pages(app);
    std::vector<std::string> names;
    const std::string wanted = fmt::format("{}", fmt::join(words, "-"));
    for (const Page &page : pages) {
        if (wanted == page.name || app.get_name() + "-" + wanted == page.name)
            return page;
        names.push_back(page.name.substr(std::min(page.name.size(), app.get_name().size() + 1)));
    }
    if (wanted.empty())
        return pages.front();
    const std::string guess = nearest_name(wanted, names);
    throw Error(ErrorCode::invalid_argument,
                fmt::format("there is no manual page of '{}'; {}", fmt::join(words, " "),
                            guess.empty() ? "see tessera man --list"
                                          : "did you mean 'tessera-" + guess + "'?"));
}

void print_page(Command &command, const CLI::App &app, const std::vector<std::string> &words) {
    const std::string text = text_of(find_page(app, words), app);
    command.report("page", text);
    if (!command.json)
        std::fwrite(text.data(), 1, text.size(), stdout);
}

void print_names(Command &command, const CLI::App &app) {
    std::vector<std::string> names;
    for (const Page &page : all_pages(app)) {
        names.push_back(page.name);
        if (!command.json)
            std::puts(page.name.c_str());
    }
    command.report("pages", names);
}

} // namespace

void add_man(CLI::App &app, Command &command) {
    struct Options {
        std::vector<std::string> words;
        bool list = false;
    };
    const auto options = std::make_shared<Options>();
    CLI::App &verb = *app.add_subcommand("man", "Print a manual page, for man or troff.");
    verb.footer("Examples:\n"
                "  tessera man batch | man -l -\n"
                "  tessera man library add > tessera-library-add.1");
    verb.add_option("VERB", options->words, "of this verb, such as library add; else of tessera");
    verb.add_flag("--list", options->list, "list the names of all pages");
    add_verb(verb, command, [&command, &app, options] {
        if (options->list)
            print_names(command, app);
        else
            print_page(command, app, options->words);
    });
}

} // namespace tessera::cli
