#include "cli/verb_app.hpp"

#include "cli/command.hpp"

#include <algorithm>
#include <cmath>
#include <spdlog/fmt/fmt.h>
#include <spdlog/fmt/ranges.h>

namespace tessera::cli {
namespace {

/// As CLI11 wants it: "-o,--output,--out"; an argument by its place.
std::string declared_names(const Option &option) {
    if (option.argument)
        return std::string(option.value);
    std::string names = option.letter ? fmt::format("-{},", option.letter) : "";
    names += fmt::format("--{}", option.name);
    if (!option.old_name.empty())
        names += fmt::format(",--{}", option.old_name);
    return names;
}

/// Whether the sentence names all that can be chosen.
bool names_all(std::string_view help, const std::vector<std::string> &choices) {
    return std::ranges::all_of(
        choices, [&](const std::string &choice) { return help.find(choice) != help.npos; });
}

} // namespace

std::string shown_name(const Option &option) {
    return option.argument ? std::string(option.value) : fmt::format("--{}", option.name);
}

std::string default_of(const Option &option) {
    return std::string(option.fallback.empty() ? option.otherwise : option.fallback);
}

std::string sentences_of(const Option &option) {
    std::string text(option.help);
    const std::string range = range_of(option);
    if (option.choices ? !names_all(option.help, option.choices()) : option.most < any_int)
        text += fmt::format(" Values: {}.", range);
    if (!option.needs.empty())
        text += fmt::format(" It needs --{}.", option.needs);
    if (!option.excludes.empty())
        text += fmt::format(" It excludes --{}.", option.excludes);
    return text;
}

std::string description_of(const Option &option) {
    const std::string usual = default_of(option);
    return sentences_of(option) + (usual.empty() ? "" : fmt::format(" Default: {}.", usual));
}

VerbApp::VerbApp(const Verb &verb, CLI::App *parent)
    : CLI::App(verb.summary, verb.name, parent), options_(verb.options), examples_(verb.examples),
      notes_(verb.notes) {
    if (verb.work)
        options_ = joined({options_, run_options()});
    for (const Option *option : options_)
        declare(*option);
}

/// Texts are read from CLI11's options once all is parsed: see given().
void VerbApp::declare(const Option &option) {
    const std::string names = declared_names(option), description = description_of(option);
    CLI::Option *declared = nullptr;
    if (option.kind == OptionKind::flag) {
        declared = add_flag(names, description);
    } else if (option.argument && !option.several) {
        declared = add_option_function<std::string>(
            names, [](const std::string &) {}, description);
    } else {
        declared = add_option_function<std::vector<std::string>>(
            names, [](const std::vector<std::string> &) {}, description);
        if (!option.several)
            declared->allow_extra_args(false); // it would take arguments that follow it for its own
    }
    if (!option.value.empty())
        declared->type_name(std::string(option.value));
    declared->required(option.required)->group(std::string(title_of(option.group)));
}

GivenOptions VerbApp::given() const {
    GivenOptions given(options_, "--");
    for (const Option *option : options_) {
        const CLI::Option *declared = get_option(shown_name(*option));
        if (option->kind == OptionKind::flag && declared->count() > 0)
            given.add(option->name, declared->results().back());
        else
            for (const std::string &text : declared->results())
                given.add(option->name, text);
    }
    given.check();
    return given;
}

CLI::App &add_verb(CLI::App &group, Command &command, Verb verb) {
    const auto app = std::make_shared<VerbApp>(verb, &group);
    group.add_subcommand(app);
    if (!verb.work) {
        app->require_subcommand(1);
        return *app;
    }
    const std::string name = group.get_parent() ? group.get_name() + " " + verb.name : verb.name;
    app->callback([&command, name, verb = app.get(), work = std::move(verb.work)] {
        if (!verb->get_subcommands().empty()) // its own verb has done it
            return;
        if (!command.parses_only)
            command.start(name, verb->get_option("--json")->count() > 0);
        const GivenOptions given = verb->given();
        if (command.parses_only)
            return;
        command.configure(given);
        work(given);
        command.finish();
    });
    return *app;
}

std::vector<const VerbApp *> verbs_of(const CLI::App &app) {
    std::vector<const VerbApp *> verbs;
    for (const CLI::App *verb : app.get_subcommands([](const CLI::App *) { return true; }))
        verbs.push_back(static_cast<const VerbApp *>(verb));
    return verbs;
}

bool needs_verb(const CLI::App &app) { return app.get_require_subcommand_min() > 0; }

} // namespace tessera::cli
