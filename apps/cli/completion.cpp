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

std::string bash_script(const CLI::App &app) {
    std::string script;
    script += fmt::format(
        "_tessera() {{\n"
        "    local word=${{COMP_WORDS[COMP_CWORD]}} flags=\n"
        "    COMPREPLY=()\n"
        "    if ((COMP_CWORD == 1)); then\n"
        "        mapfile -t COMPREPLY < <(compgen -W '{} --help --version' -- \"$word\")\n"
        "        return\n"
        "    fi\n"
        "    case ${{COMP_WORDS[1]}} in\n",
        verb_names(app));
    for (const CLI::App *verb : verbs_of(app))
        script += fmt::format("        {}) flags='{}' ;;\n", verb->get_name(), flag_names(*verb));
    script += fmt::format("    esac\n"
                          "    if [[ $word == -* ]]; then\n"
                          "        mapfile -t COMPREPLY < <(compgen -W \"$flags\" -- \"$word\")\n"
                          "    else\n"
                          "        compopt -o filenames\n"
                          "        mapfile -t COMPREPLY < <(compgen -f -- \"$word\")\n"
                          "    fi\n"
                          "}}\n"
                          "complete -F _tessera tessera\n");
    return script;
}

std::string zsh_script(const CLI::App &app) {
    std::string script;
    script += fmt::format("#compdef tessera\n"
                          "_tessera() {{\n"
                          "    if ((CURRENT == 2)); then\n"
                          "        compadd -- {} --help --version\n"
                          "        return\n"
                          "    fi\n"
                          "    if [[ $words[CURRENT] == -* ]]; then\n"
                          "        case $words[2] in\n",
                          verb_names(app));
    for (const CLI::App *verb : verbs_of(app))
        script +=
            fmt::format("            {}) compadd -- {} ;;\n", verb->get_name(), flag_names(*verb));
    script += fmt::format("        esac\n"
                          "    else\n"
                          "        _files\n"
                          "    fi\n"
                          "}}\n"
                          "compdef _tessera tessera\n");
    return script;
}

std::string fish_script(const CLI::App &app) {
    std::string script;
    for (const CLI::App *verb : verbs_of(app)) {
        script += fmt::format("complete -c tessera -n __fish_use_subcommand -f -a {} -d {}\n",
                              verb->get_name(), quoted(verb->get_description()));
        for (const Flag &flag : flags_of(*verb))
            script +=
                fmt::format("complete -c tessera -n '__fish_seen_subcommand_from {}' -l {} -d {}\n",
                            verb->get_name(), flag.name.substr(2), quoted(flag.summary));
    }
    return script;
}

std::string script_for(const CLI::App &app, const std::string &shell) {
    if (shell == "bash")
        return bash_script(app);
    if (shell == "zsh")
        return zsh_script(app);
    if (shell == "fish")
        return fish_script(app);
    throw Error(ErrorCode::invalid_argument,
                fmt::format("completion is for bash, zsh or fish, not '{}'", shell));
}

void complete(Command &command, const CLI::App &app, const std::string &shell) {
    const std::string script = script_for(app, shell);
    command.report("script", script);
    if (!command.json)
        std::fwrite(script.data(), 1, script.size(), stdout);
}

} // namespace

void add_completion(CLI::App &app, Command &command) {
    const auto shell = std::make_shared<std::string>();
    CLI::App &verb = *app.add_subcommand("completion", "Print completions for a shell.");
    verb.footer("Examples:\n"
                "  source <(tessera completion bash)\n"
                "  tessera completion fish > ~/.config/fish/completions/tessera.fish");
    verb.add_option("SHELL", *shell, "bash, zsh or fish")->required();
    add_verb(verb, command, [&command, &app, shell] { complete(command, app, *shell); });
}

} // namespace tessera::cli
