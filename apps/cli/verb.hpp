// A verb of the command: what it is called, what it may be given, what it does.
#pragma once

#include "cli/options/rows.hpp"

#include <tessera/options.hpp>

#include <functional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace tessera::cli {

class Command;

/// What a verb says of itself.
struct Verb {
    std::string name, summary;
    std::vector<std::string> examples; ///< command lines
    std::string notes{};               ///< sentences below them
    Options options{};                 ///< besides those that every verb has
    /// Does the work, once the command line was parsed; a group of verbs has none.
    std::function<void(const GivenOptions &)> work{};
};

/// Adds a verb to the command, or to a group of verbs, and returns it.
CLI::App &add_verb(CLI::App &group, Command &command, Verb verb);

/// "--tile"; of an argument "SOURCE".
[[nodiscard]] std::string shown_name(const Option &option);
/// What it does and its range, as sentences.
[[nodiscard]] std::string sentences_of(const Option &option);
/// The same with its default.
[[nodiscard]] std::string description_of(const Option &option);
/// The default in words: "128", "about 10,000 cells"; empty where there is nothing to say.
[[nodiscard]] std::string default_of(const Option &option);

} // namespace tessera::cli
