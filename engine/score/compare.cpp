#include "base/run.hpp"
#include "image/session.hpp"
#include "score/likeness.hpp"

#include <tessera/error.hpp>
#include <tessera/score.hpp>

#include <array>
#include <spdlog/fmt/fmt.h>

namespace tessera {
using namespace internal;
namespace {

void check_parts(const Source &mosaic, Grid parts) {
    const Size size = mosaic.size();
    if (parts.columns < 1 || parts.rows < 1 || size.width < parts.columns ||
        size.height < parts.rows)
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("'{}' has {} x {} px; {} x {} parts can't be told apart in it",
                                mosaic.path(), size.width, size.height, parts.columns, parts.rows));
}

} // namespace

Score compare(const Source &source, const Source &mosaic, Grid grid, const RunOptions &run) {
    check_run(run);
    start_libvips();
    const Size size = mosaic.size();
    check_parts(mosaic, grid); // before it is multiplied
    const Grid near{grid.columns * near_parts, grid.rows * near_parts};
    check_parts(mosaic, near);
    const Rect whole{0, 0, static_cast<int>(size.width), static_cast<int>(size.height)};
    const Rect area = central_crop(source.size(), {1, 1}, {whole.width, whole.height});
    const std::array<Averaging, 4> wanted = {{{near, Transfer::srgb},
                                              {near, Transfer::linear},
                                              {grid, Transfer::srgb},
                                              {grid, Transfer::linear}}};
    const auto a = mosaic.area_averages(whole, wanted, run, "compare");
    const auto b = source.area_averages(area, wanted, run, "compare");
    const auto score = [&](std::size_t i) {
        return likeness(a[i], b[i], wanted[i].parts, threads_of(run));
    };
    return {score(0), score(1), score(2), score(3)};
}

} // namespace tessera
