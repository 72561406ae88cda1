// What --help says.
#pragma once

#include "cli/verb_app.hpp"

#include <string>
#include <vector>

namespace tessera::cli {

/// Examples and sentences of a verb, or of the command itself.
struct HelpText {
    std::vector<std::string> examples;
    std::string notes;
};

[[nodiscard]] HelpText help_text_of(const CLI::App &app);

/// Headings of these options, in their order, without those of arguments alone.
[[nodiscard]] std::vector<OptionGroup> groups_of(const Options &options);

/// Examples come first, since most readers need nothing else; then the options that most people
/// need, or all of them for --help-all, under headings and with their defaults.
class HelpFormatter final : public CLI::Formatter {
  public:
    std::string make_help(const CLI::App *app, std::string name,
                          CLI::AppFormatMode mode) const override;
};

} // namespace tessera::cli
