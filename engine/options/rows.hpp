// The rows of the table, by the struct that they set. The order is that of the manual.
#pragma once

#include "options/row.hpp"

#include <tessera/animation.hpp>
#include <tessera/settings.hpp>

namespace tessera::internal {

/// What a write is to do, before there is a source.
struct WriteSettings {
    WriteOptions options{};
    double blend = 0; ///< opacity of the source, 0 .. 1
};

/// Options of several calls, each of which reads them itself.
[[nodiscard]] std::span<const Option> shared_rows();

[[nodiscard]] Rows<BuildSettings> build_rows();
[[nodiscard]] Rows<MatchSettings> cell_rows();
[[nodiscard]] Rows<MatchSettings> match_rows();
[[nodiscard]] Rows<MatchSettings> area_rows();
[[nodiscard]] Rows<WriteSettings> write_rows();
[[nodiscard]] Rows<FrameOptions> frame_rows();
[[nodiscard]] Rows<TensorScale> tensor_rows();
[[nodiscard]] Rows<SequenceOptions> sequence_rows();
[[nodiscard]] Rows<SheetOptions> sheet_rows();
[[nodiscard]] Rows<EffectSettings> effect_rows();
[[nodiscard]] Rows<FilmOptions> film_rows();

} // namespace tessera::internal
