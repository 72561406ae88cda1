#include "match/subject.hpp"

#include "base/run.hpp"
#include "image/area.hpp"

#include <tessera/error.hpp>

#include <filesystem>
#include <spdlog/fmt/fmt.h>

namespace tessera {

Subject subject_of(const Source &source, const RunOptions &run) {
    return {std::filesystem::path(source.path()).filename().string(), source.size(),
            [&](const Rect &area, const AveragingSink &sink) {
                source.stream_averages(area, {&sink, 1}, run, "match");
            }};
}

Subject subject_of(const PictureView &view, const RunOptions &run) {
    const auto [width, height] = view.size;
    if (width < 1 || height < 1 || width > max_side || height > max_side ||
        view.pixels.size() != static_cast<std::uint64_t>(width * height) * 3)
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("'{}' of {} x {} px is given as {} bytes, not as 3 for each px",
                                view.name, width, height, view.pixels.size()));
    return {view.name, view.size, [&](const Rect &area, const AveragingSink &sink) {
                const Grid parts = sink.averaging.parts;
                AreaMeans means(
                    split_evenly(area.left, area.width, parts.columns),
                    split_evenly(area.top, area.height, parts.rows), sink.averaging.transfer,
                    [&](std::size_t line, std::span<const double> averages) {
                        sink.take({static_cast<std::int64_t>(line) * parts.columns, 1, averages});
                    });
                const auto bytes = static_cast<std::size_t>(view.size.width) * 3;
                for (int y = area.top; y < area.top + area.height; ++y) {
                    throw_if_cancelled(run);
                    means.add_row(y, &view.pixels[static_cast<std::size_t>(y) * bytes]);
                }
            }};
}

} // namespace tessera
