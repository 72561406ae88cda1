// tessera completion: shell functions made from the very options that the command parses.

#include "command.hpp"

#include <tessera/error.hpp>

#include <cstdio>
#include <memory>
#include <spdlog/fmt/fmt.h>

namespace tessera::cli {
namespace {

struct Flag {
    std::string name, summary; ///< "--tile", "size of a tile in px"
};

std::vector<const CLI::App *> verbs_of(const CLI::App &app) {
    return app.get_subcommands([](const CLI::App *) { return true; });
}

std::vector<Flag> flags_of(const CLI::App &verb) {
    std::vector<Flag> flags;
    for (const CLI::Option *option : verb.get_options())
        for (const std::string &name : option->get_lnames())
            flags.push_back({"--" + name, option->get_description()});
    return flags;
}

std::string flag_names(const CLI::App &verb) {
    std::string names;
    for (const Flag &flag : flags_of(verb))
        names += (names.empty() ? "" : " ") + flag.name;
    return names;
}

std::string verb_names(const CLI::App &app) {
    std::string names;
    for (const CLI::App *verb : verbs_of(app))
        names += (names.empty() ? "" : " ") + verb->get_name();
    return names;
}

/// For use between single quotes.
std::string quoted(std::string text) {
    for (std::size_t at = 0; (at = text.find('\'', at)) != std::string::npos; at += 4)
        text.replace(at, 1, "'\\''");
    return "'" + text + "'";
}

void print_bash(const CLI::App &app) {
    fmt::print("_tessera() {{\n"
               "    local word=${{COMP_WORDS[COMP_CWORD]}} flags=\n"
               "    COMPREPLY=()\n"
               "    if ((COMP_CWORD == 1)); then\n"
               "        COMPREPLY=($(compgen -W '{} --help --version' -- \"$word\"))\n"
               "        return\n"
               "    fi\n"
               "    case ${{COMP_WORDS[1]}} in\n",
               verb_names(app));
    for (const CLI::App *verb : verbs_of(app))
        fmt::print("        {}) flags='{}' ;;\n", verb->get_name(), flag_names(*verb));
    fmt::print("    esac\n"
               "    if [[ $word == -* ]]; then\n"
               "        COMPREPLY=($(compgen -W \"$flags\" -- \"$word\"))\n"
               "    else\n"
               "        compopt -o filenames\n"
               "        COMPREPLY=($(compgen -f -- \"$word\"))\n"
               "    fi\n"
               "}}\n"
               "complete -F _tessera tessera\n");
}

void print_zsh(const CLI::App &app) {
    fmt::print("#compdef tessera\n"
               "_tessera() {{\n"
               "    if ((CURRENT == 2)); then\n"
               "        compadd -- {} --help --version\n"
               "        return\n"
               "    fi\n"
               "    if [[ $words[CURRENT] == -* ]]; then\n"
               "        case $words[2] in\n",
               verb_names(app));
    for (const CLI::App *verb : verbs_of(app))
        fmt::print("            {}) compadd -- {} ;;\n", verb->get_name(), flag_names(*verb));
    fmt::print("        esac\n"
               "    else\n"
               "        _files\n"
               "    fi\n"
               "}}\n"
               "compdef _tessera tessera\n");
}

void print_fish(const CLI::App &app) {
    for (const CLI::App *verb : verbs_of(app)) {
        fmt::print("complete -c tessera -n __fish_use_subcommand -f -a {} -d {}\n",
                   verb->get_name(), quoted(verb->get_description()));
        for (const Flag &flag : flags_of(*verb))
            fmt::print("complete -c tessera -n '__fish_seen_subcommand_from {}' -l {} -d {}\n",
                       verb->get_name(), flag.name.substr(2), quoted(flag.summary));
    }
}

void print(const CLI::App &app, const std::string &shell) {
    if (shell == "bash")
        print_bash(app);
    else if (shell == "zsh")
        print_zsh(app);
    else if (shell == "fish")
        print_fish(app);
    else
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("completion is for bash, zsh or fish, not '{}'", shell));
}

} // namespace

void add_completion(CLI::App &app, Command &command) {
    const auto shell = std::make_shared<std::string>();
    CLI::App &verb = *app.add_subcommand("completion", "Print completions for a shell.");
    verb.footer("Examples:\n"
                "  source <(tessera completion bash)\n"
                "  tessera completion fish > ~/.config/fish/completions/tessera.fish");
    verb.add_option("SHELL", *shell, "bash, zsh or fish")->required();
    add_verb(verb, command, [&app, shell] { print(app, *shell); });
}

} // namespace tessera::cli
