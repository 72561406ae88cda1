// Verbs as CLI11 parses them.
#pragma once

#include "cli/verb.hpp"

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

namespace tessera::cli {

/// A verb as the command line has it.
class VerbApp final : public CLI::App {
  public:
    VerbApp(const Verb &verb, CLI::App *parent);

    [[nodiscard]] const Options &options() const noexcept { return options_; }
    [[nodiscard]] const std::vector<std::string> &examples() const noexcept { return examples_; }
    [[nodiscard]] const std::string &notes() const noexcept { return notes_; }

    /// What was given. Throws: Error{invalid_argument}.
    [[nodiscard]] GivenOptions given() const;

  private:
    void declare(const Option &option);

    Options options_;
    std::vector<std::string> examples_;
    std::string notes_;
};

/// Its own verbs, in the order of its help.
[[nodiscard]] std::vector<const VerbApp *> verbs_of(const CLI::App &app);
/// Whether one of its verbs has to follow; else it does something itself, too.
[[nodiscard]] bool needs_verb(const CLI::App &app);

} // namespace tessera::cli
