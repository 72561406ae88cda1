// What the verbs that write sequences share; frames and animate have it.
#pragma once

#include "cli/command.hpp"

#include <tessera/sequence.hpp>

#include <optional>
#include <string>

namespace tessera::cli {

/// Options of files that animations and videos are written to.
class SequenceFlags {
  public:
    void add_to(CLI::App &verb);

    /// Throws: Error{invalid_argument} for texts that aren't what they are to be.
    [[nodiscard]] SequenceOptions sequence_options(const Command &command) const;

  private:
    SequenceOptions options_;
    std::string bitrate_;
};

/// Of "25", "29.97", "30000/1001"; nothing where the text is empty.
/// Throws: Error{invalid_argument} that names --fps.
[[nodiscard]] std::optional<FrameRate> parse_fps(const std::string &text);

/// What was written. prefix: of the names of a frame's measures.
void report_sequence(Command &command, const SequenceInfo &info, const SequenceReport &written,
                     const std::string &prefix = {});

} // namespace tessera::cli
