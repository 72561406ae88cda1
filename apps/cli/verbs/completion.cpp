// tessera completion: shell functions made from the very options that the command parses.

#include "cli/command.hpp"
#include "cli/verb_app.hpp"

#include <array>
#include <cstdio>
#include <spdlog/fmt/fmt.h>

namespace tessera::cli {
namespace {

struct Flag {
    std::string name, summary; ///< "--tile", "size of a tile in px"
};

std::vector<Flag> flags_of(const CLI::App &verb) {
    std::vector<Flag> flags;
    for (const CLI::Option *option : verb.get_options())
        for (const std::string &name : option->get_lnames())
            flags.push_back({"--" + name, option->get_description()});
    return flags;
}

std::string joined(const std::vector<std::string> &words) {
    return fmt::to_string(fmt::join(words, " "));
}

std::string flag_names(const CLI::App &verb) {
    std::vector<std::string> names;
    for (const Flag &flag : flags_of(verb))
        names.push_back(flag.name);
    return joined(names);
}

std::string verb_names(const CLI::App &app) {
    std::vector<std::string> names;
    for (const VerbApp *verb : verbs_of(app))
        names.push_back(verb->get_name());
    return joined(names);
}

/// For use between single quotes.
std::string quoted(std::string text) {
    for (std::size_t at = 0; (at = text.find('\'', at)) != std::string::npos; at += 4)
        text.replace(at, 1, "'\\''");
    return "'" + text + "'";
}

std::string bash_script(const CLI::App &app) {
    std::string script;
    script += fmt::format("_tessera() {{\n"
                          "    local word=${{COMP_WORDS[COMP_CWORD]}} flags= verbs= more=\n"
                          "    COMPREPLY=()\n"
                          "    case $COMP_CWORD:${{COMP_WORDS[1]}} in\n"
                          "        1:*) verbs='{} --help --version' ;;\n",
                          verb_names(app));
    for (const VerbApp *verb : verbs_of(app))
        if (!verbs_of(*verb).empty())
            script += fmt::format("        2:{}) {}='{}{}' ;;\n", verb->get_name(),
                                  needs_verb(*verb) ? "verbs" : "more", verb_names(*verb),
                                  needs_verb(*verb) ? " --help" : "");
    script += "    esac\n"
              "    if [[ $verbs ]]; then\n"
              "        mapfile -t COMPREPLY < <(compgen -W \"$verbs\" -- \"$word\")\n"
              "        return\n"
              "    fi\n"
              "    case \"${COMP_WORDS[1]} ${COMP_WORDS[2]}\" in\n";
    for (const VerbApp *verb : verbs_of(app)) {
        for (const VerbApp *inner : verbs_of(*verb))
            script += fmt::format("        '{} {}') flags='{}' ;;\n", verb->get_name(),
                                  inner->get_name(), flag_names(*inner));
        script +=
            fmt::format("        {}\\ *) flags='{}' ;;\n", verb->get_name(), flag_names(*verb));
    }
    script += "    esac\n"
              "    if [[ $word == -* ]]; then\n"
              "        mapfile -t COMPREPLY < <(compgen -W \"$flags\" -- \"$word\")\n"
              "    else\n"
              "        compopt -o filenames\n"
              "        mapfile -t COMPREPLY < <(compgen -f -W \"$more\" -- \"$word\")\n"
              "    fi\n"
              "}\n"
              "complete -F _tessera tessera\n";
    return script;
}

std::string zsh_script(const CLI::App &app) {
    std::string script;
    script += fmt::format("#compdef tessera\n"
                          "_tessera() {{\n"
                          "    if ((CURRENT == 2)); then\n"
                          "        compadd -- {} --help --version\n"
                          "        return\n"
                          "    fi\n",
                          verb_names(app));
    for (const VerbApp *verb : verbs_of(app))
        if (!verbs_of(*verb).empty())
            script += fmt::format("    if [[ $CURRENT == 3 && $words[2] == {} ]]; then\n"
                                  "        compadd -- {} --help\n"
                                  "{}"
                                  "    fi\n",
                                  verb->get_name(), verb_names(*verb),
                                  needs_verb(*verb) ? "        return\n" : "");
    script += "    if [[ $words[CURRENT] == -* ]]; then\n"
              "        case \"$words[2] $words[3]\" in\n";
    for (const VerbApp *verb : verbs_of(app)) {
        for (const VerbApp *inner : verbs_of(*verb))
            script += fmt::format("            '{} {}') compadd -- {} ;;\n", verb->get_name(),
                                  inner->get_name(), flag_names(*inner));
        script += fmt::format("            {}\\ *) compadd -- {} ;;\n", verb->get_name(),
                              flag_names(*verb));
    }
    script +=
        "        esac\n"
        "    else\n"
        "        _files\n"
        "    fi\n"
        "}\n"
        // As a file of its own in zsh's path it is the function's body when that is first called.
        "if [[ $funcstack[1] == _tessera ]]; then\n"
        "    _tessera \"$@\"\n"
        "else\n"
        "    compdef _tessera tessera\n"
        "fi\n";
    return script;
}

void add_fish_verb(std::string &script, const CLI::App &verb, const std::string &before,
                   const std::string &after) {
    script += fmt::format("complete -c tessera -n {} -f -a {} -d {}\n", before, verb.get_name(),
                          quoted(verb.get_description()));
    for (const Flag &flag : flags_of(verb))
        script += fmt::format("complete -c tessera -n '{}' -l {} -d {}\n", after,
                              flag.name.substr(2), quoted(flag.summary));
}

std::string fish_script(const CLI::App &app) {
    constexpr auto seen = "__fish_seen_subcommand_from";
    std::string script;
    for (const VerbApp *verb : verbs_of(app)) {
        const std::string after = fmt::format("{} {}", seen, verb->get_name());
        add_fish_verb(script, *verb, "__fish_use_subcommand", after);
        for (const VerbApp *inner : verbs_of(*verb))
            add_fish_verb(script, *inner,
                          fmt::format("'{}; and not {} {}'", after, seen, verb_names(*verb)),
                          fmt::format("{}; and {} {}", after, seen, inner->get_name()));
    }
    return script;
}

std::vector<std::string> shells() { return {"bash", "zsh", "fish"}; }

void complete(Command &command, const CLI::App &app, const OptionValue &shell) {
    constexpr std::array scripts = {bash_script, zsh_script, fish_script};
    const std::string script = scripts[shell.choice()](app);
    command.report("script", script);
    if (!command.json)
        std::fwrite(script.data(), 1, script.size(), stdout);
}

constexpr Option shell_row{
    .name = "shell",
    .kind = OptionKind::choice,
    .group = OptionGroup::files,
    .value = "SHELL",
    .help = "The shell: bash, zsh or fish.",
    .choices = shells,
    .required = true,
    .argument = true,
};

} // namespace

void add_completion(CLI::App &app, Command &command) {
    add_verb(app, command,
             {.name = "completion",
              .summary = "Print completions for a shell.",
              .examples = {"source <(tessera completion bash)",
                           "tessera completion fish > ~/.config/fish/completions/tessera.fish"},
              .options = {&shell_row},
              .work = [&command, &app](const GivenOptions &given) {
                  complete(command, app, *given.value("shell"));
              }});
}

} // namespace tessera::cli
