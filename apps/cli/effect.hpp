// What the two kinds of animations share: frames, and effects of plans.
#pragma once

#include "cli/command.hpp"

#include <tessera/animation.hpp>

namespace tessera::cli {

/// Options of the frames to be made.
struct FrameFlags {
    std::string size_text, fps_text, background_text;

    void add_to(CLI::App &verb);
    [[nodiscard]] Size size() const; ///< 0 x 0 where none is given
    [[nodiscard]] Rgb background(const std::string &usual) const;
};

/// Options that only plans have.
class EffectFlags {
  public:
    void add_to(CLI::App &verb);

    /// The name of one that was given; empty if none was.
    [[nodiscard]] std::string given() const;

    /// seed: of a random order. Throws: Error{invalid_argument} for options that don't go together.
    [[nodiscard]] std::unique_ptr<FrameReader>
    open(Command &command, const std::vector<std::string> &plans, const std::string &library,
         const FrameFlags &frames, std::uint64_t seed) const;

  private:
    void check(const std::string &effect, std::size_t plans) const;

    std::vector<std::string> path_;
    std::string effect_, source_, order_;
    AnimationOptions animation_;
    std::vector<const CLI::Option *> added_;
    const CLI::Option *seconds_ = nullptr;
};

} // namespace tessera::cli
