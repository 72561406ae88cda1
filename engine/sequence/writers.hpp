// The kinds of files that sequences are written to: one file each.
#pragma once

#include "sequence/frame_source.hpp"

#include <tessera/sequence.hpp>
#include <tessera/target.hpp>

#include <string>
#include <string_view>

namespace tessera::internal {

/// One way to write a sequence. Stateless; thread-safe.
class SequenceWriter {
  public:
    SequenceWriter() = default;
    virtual ~SequenceWriter() = default;
    SequenceWriter(const SequenceWriter &) = delete;
    SequenceWriter &operator=(const SequenceWriter &) = delete;

    [[nodiscard]] virtual std::string_view name() const noexcept = 0;
    [[nodiscard]] virtual bool takes(const Target &target) const = 0;
    [[nodiscard]] virtual bool holds_alpha(const Target &target) const = 0;

    /// Why it can't write such frames to that target, as a clause; empty if it can. Alpha has been
    /// looked after. REQUIRES: takes(target).
    [[nodiscard]] virtual std::string refusal(const Target &target, const SequenceInfo &info,
                                              const SequenceOptions &options) const = 0;

    /// Writes all frames below `folder`, under the target's own name.
    virtual void write(FrameSource &source, const Target &target, const std::string &folder,
                       const SequenceOptions &options) const = 0;
};

[[nodiscard]] const SequenceWriter &pictures_writer();
[[nodiscard]] const SequenceWriter &tensor_writer();
[[nodiscard]] const SequenceWriter &gif_writer();
[[nodiscard]] const SequenceWriter &webp_writer();
[[nodiscard]] const SequenceWriter &video_writer();
[[nodiscard]] const SequenceWriter &html_writer();

} // namespace tessera::internal
