// tessera man: manual pages made from the very options that the command parses.

#include "cli/command.hpp"
#include "cli/help.hpp"
#include "cli/verb_app.hpp"

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

std::vector<Page> pages_of(const Page &page) {
    std::vector<Page> pages{page};
    for (const VerbApp *verb : verbs_of(*page.verb)) {
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

/// "-o, --output LIB"
std::string term_of(const Option &option) {
    std::string term = option.letter ? bold(fmt::format("-{}", option.letter)) + ", " : "";
    term += bold(shown_name(option));
    if (!option.value.empty())
        term += " " + italic(option.value) + (option.several ? " ..." : "");
    return term;
}

std::string meaning_of(const Option &option) {
    return description_of(option) + (option.required ? " It is required." : "");
}

/// The verb's options; none of the command itself.
Options options_of(const CLI::App &app) {
    const auto *verb = dynamic_cast<const VerbApp *>(&app);
    return verb ? verb->options() : Options();
}

std::string synopsis_of(const Page &page) {
    std::string line = bold(page.command) + " [" + italic("OPTIONS") + "]";
    for (const Option *option : options_of(*page.verb)) {
        if (!option->argument)
            continue;
        const std::string name = italic(option->value) + (option->several ? "..." : "");
        line += option->required ? " " + name : " [" + name + "]";
    }
    if (!verbs_of(*page.verb).empty())
        line += needs_verb(*page.verb) ? " " + italic("VERB") : " [" + italic("VERB") + "]";
    return line + "\n";
}

std::string options_text(const CLI::App &app) {
    const Options options = options_of(app);
    std::string text;
    for (const Option *option : options)
        if (option->argument)
            text += entry(italic(option->value), meaning_of(*option));
    if (!text.empty())
        text = section("ARGUMENTS") + text;
    text += section("OPTIONS");
    for (const OptionGroup group : groups_of(options)) {
        text += fmt::format(".SS {}\n", escaped(title_of(group)));
        for (const Option *option : options)
            if (option->group == group && !option->argument)
                text += entry(term_of(*option), meaning_of(*option));
    }
    text += entry(bold("-h") + ", " + bold("--help"), "Show the options that most people need.");
    text += entry(bold("--help-all"), "Show every option.");
    return text;
}

std::string verbs_text(const Page &page) {
    std::string text;
    for (const VerbApp *verb : verbs_of(*page.verb))
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
    const HelpText help = help_text_of(*page.verb);
    std::string text = fmt::format(".TH {} 1 \"\" \"tessera {}\" \"Tessera\"\n", escaped(title),
                                   escaped(version()));
    text += section("NAME") + escaped(page.name) + " \\- " + escaped(summary) + "\n";
    text += section("SYNOPSIS") + synopsis_of(page);
    text += section("DESCRIPTION") + escaped(page.verb->get_description()) + "\n";
    if (!help.notes.empty())
        text += ".PP\n" + escaped(help.notes) + "\n";
    text += verbs_text(page) + options_text(*page.verb) + examples_text(help.examples);
    if (page.verb != &app)
        text += section("SEE ALSO") + bold(app.get_name()) + "(1)\n";
    return text;
}

/// Words in lines of at most 120 columns, which begin with two spaces but for the first.
std::string wrapped(const std::string &text) {
    constexpr std::size_t width = 120;
    std::string lines;
    std::size_t column = 0;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find(' ', begin), text.size());
        const bool fits = column + 1 + end - begin <= width;
        if (column > 0)
            lines += fits ? " " : "\n  ";
        column = (column > 0 && fits ? column + 1 : column > 0 ? 2 : 0) + end - begin;
        lines += text.substr(begin, end - begin);
        begin = end + 1;
    }
    return lines + "\n";
}

/// The options under some headings, or all of them, as a list of Markdown.
std::string list_of(const CLI::App &app, const std::vector<std::string> &headings) {
    std::string text;
    for (const Option *option : options_of(app)) {
        const bool wanted = std::ranges::find(headings, title_of(option->group)) != headings.end();
        if (option->argument || (!headings.empty() && !wanted))
            continue;
        std::string entry = option->letter ? fmt::format("- `-{}`, ", option->letter) : "- ";
        entry += fmt::format("`{}{}{}`: {}", shown_name(*option), option->value.empty() ? "" : " ",
                             option->value, sentences_of(*option));
        if (!option->fallback.empty())
            entry += fmt::format(" Default: `{}`.", option->fallback);
        else if (!option->otherwise.empty())
            entry += fmt::format(" Default: {}.", option->otherwise);
        text += wrapped(entry);
    }
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

constexpr Option words_row = [] {
    Option option =
        arguments(argument("verb", "VERB", "A verb, such as library add.", OptionRole::setting));
    option.required = false;
    return option;
}();
constexpr Option rows[] = {
    {.name = "list", .group = OptionGroup::files, .help = "List the names of all pages."},
    {.name = "markdown",
     .kind = OptionKind::texts,
     .group = OptionGroup::files,
     .value = "HEADING,...",
     .otherwise = "the manual page is printed",
     .help =
         "Print the options under these headings as a list of Markdown; all prints those of every "
         "heading."},
};

void print_list(Command &command, const CLI::App &app, const GivenOptions &given) {
    std::vector<std::string> headings = given.value("markdown")->texts();
    if (headings == std::vector<std::string>{"all"})
        headings.clear();
    const std::string text = list_of(*find_page(app, given.texts("verb")).verb, headings);
    command.report("markdown", text);
    if (!command.json)
        std::fwrite(text.data(), 1, text.size(), stdout);
}

} // namespace

void add_man(CLI::App &app, Command &command) {
    add_verb(app, command,
             {.name = "man",
              .summary = "Print a manual page, for man or troff.",
              .examples = {"tessera man batch | man -l -",
                           "tessera man library add > tessera-library-add.1"},
              .options = {&words_row, &rows[0], &rows[1]},
              .work = [&command, &app](const GivenOptions &given) {
                  if (given.flag("list"))
                      print_names(command, app);
                  else if (given.has("markdown"))
                      print_list(command, app, given);
                  else
                      print_page(command, app, given.texts("verb"));
              }});
}

} // namespace tessera::cli
