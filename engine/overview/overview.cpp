#include <tessera/overview.hpp>

#include "base/run.hpp"
#include "image/colour/lab.hpp"
#include "image/session.hpp"
#include "overview/cell_means.hpp"
#include "overview/encode.hpp"
#include "overview/map.hpp"
#include "overview/photos.hpp"
#include "overview/variants.hpp"
#include "score/likeness.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace tessera {
using namespace internal;
namespace {

std::uint8_t rounded(double mean) { return static_cast<std::uint8_t>(std::lround(mean)); }

/// How the mosaic is drawn: with some px to a cell, or with some cells to a px.
struct Scale {
    Grid of_cell{}; ///< px; none where cells share them
    Grid px{};      ///< of the whole

    Scale(const Mosaic &mosaic, int longest) {
        const Grid grid = mosaic.grid();
        const TileShape tile = mosaic.tile();
        const Size size = mosaic.size();
        const double scale =
            std::min(1.0, double(longest) / double(std::max(size.width, size.height)));
        of_cell = {static_cast<int>(tile.width * scale), static_cast<int>(tile.height * scale)};
        if (shares_px())
            px = px_within(size, longest, grid);
        else
            px = {grid.columns * of_cell.columns, grid.rows * of_cell.rows};
    }

    [[nodiscard]] bool shares_px() const noexcept {
        return of_cell.columns < 1 || of_cell.rows < 1;
    }
};

/// Means of the variants, each for one look at them.
struct Looks {
    Grid drawn{};                           ///< parts of a cell in `small`
    std::vector<float> small{}, far_srgb{}; ///< far: of the whole cell
    std::vector<float> far_linear{}, near_srgb{}, near_linear{};
};

Looks look_at_variants(const Mosaic &mosaic, const Scale &scale, bool scored,
                       const RunOptions &run) {
    const Grid whole{1, 1}, near{near_parts, near_parts};
    const Grid drawn = scale.shares_px() ? whole : scale.of_cell;
    std::vector<Averaging> wanted = {{drawn, Transfer::srgb}, {whole, Transfer::srgb}};
    if (scored)
        wanted.insert(
            wanted.end(),
            {{whole, Transfer::linear}, {near, Transfer::srgb}, {near, Transfer::linear}});
    auto means = variant_means(mosaic, wanted, run);
    means.resize(5);
    return {drawn,
            std::move(means[0]),
            std::move(means[1]),
            std::move(means[2]),
            std::move(means[3]),
            std::move(means[4])};
}

EncodedImage draw_mosaic(const Mosaic &mosaic, const Scale &scale, const Looks &looks) {
    if (!scale.shares_px()) {
        std::vector<std::uint8_t> means(looks.small.size());
        std::ranges::transform(looks.small, means.begin(), rounded);
        return encode_photo(
            view_of(lay_out<std::uint8_t>(mosaic, means, scale.of_cell), size_of(scale.px)));
    }
    std::vector<std::uint8_t> pixels(scale.px.cells() * 3);
    for (std::size_t band = 0; band < 3; ++band) {
        CellMeans means(mosaic.grid(), scale.px);
        for (std::size_t cell = 0; cell < mosaic.cells().size(); ++cell)
            means.add(cell, double(looks.far_srgb[3 * std::size_t{mosaic.cells()[cell]} + band]));
        for (std::size_t px = 0; px < scale.px.cells(); ++px)
            pixels[3 * px + band] = rounded(*means.at(px));
    }
    return encode_photo(view_of(pixels, size_of(scale.px)));
}

CellMap map_uses(const Mosaic &mosaic, const std::vector<std::uint64_t> &uses, int longest) {
    MapBuilder map(mosaic.grid(), px_within(mosaic.size(), longest, mosaic.grid()));
    const std::uint64_t most = *std::ranges::max_element(uses);
    const double range = most > 1 ? std::log(double(most)) : 1;
    for (std::size_t cell = 0; cell < mosaic.cells().size(); ++cell)
        if (const Placement &variant = mosaic.variants()[mosaic.cells()[cell]];
            !variant.is_empty()) {
            const auto count = double(uses[variant.tile]);
            map.add(cell, count, std::log(count) / range);
        }
    return map.build(use_scale(), double(most));
}

/// Takes the source's parts in one pass.
class SourcePass {
  public:
    SourcePass(const Mosaic &mosaic, const Scale &scale, const Looks &looks, int longest_map)
        : mosaic_(mosaic),
          errors_(mosaic.grid(), px_within(mosaic.size(), longest_map, mosaic.grid())),
          drawn_(scale.px), pixels_(scale.px.cells() * 3) {
        for (std::size_t at = 0; at < looks.far_srgb.size(); at += 3) {
            const std::array<double, 3> mean = {looks.far_srgb[at], looks.far_srgb[at + 1],
                                                looks.far_srgb[at + 2]};
            variants_.push_back(to_lab(mean.data()));
        }
    }

    [[nodiscard]] SourceOverview take(const Source &source, const Looks &looks, bool scored,
                                      const RunOptions &run) {
        const Rect area = central_crop(source.size(), mosaic_.grid(), mosaic_.tile());
        const Grid grid = mosaic_.grid();
        const Grid near{grid.columns * near_parts, grid.rows * near_parts};
        std::vector<AveragingSink> sinks = {
            {{drawn_, Transfer::srgb}, [this](const PartLine &line) { draw(line); }},
            {{grid, Transfer::srgb}, [this](const PartLine &line) { measure(line); }}};
        if (scored) {
            keep(far_srgb_, {grid, Transfer::srgb}, sinks);
            keep(far_linear_, {grid, Transfer::linear}, sinks);
            keep(near_srgb_, {near, Transfer::srgb}, sinks);
            keep(near_linear_, {near, Transfer::linear}, sinks);
        }
        source.stream_averages(area, sinks, run, "overview");
        SourceOverview result{encode_photo(view_of(pixels_, size_of(drawn_))),
                              errors_.build(error_scale(), most_shown_error),
                              {}};
        if (scored)
            result.score = score(looks, threads_of(run));
        return result;
    }

  private:
    template <class Work> static void each_part(const PartLine &line, Work &&work) {
        std::int64_t part = line.first;
        for (std::size_t at = 0; at < line.means.size(); at += 3, part += line.step)
            work(static_cast<std::size_t>(part), &line.means[at]);
    }

    void draw(const PartLine &line) {
        each_part(line, [this](std::size_t part, const double *mean) {
            std::transform(mean, mean + 3, &pixels_[3 * part], rounded);
        });
    }

    void measure(const PartLine &line) {
        each_part(line, [this](std::size_t cell, const double *mean) {
            const VariantIndex variant = mosaic_.cells()[cell];
            if (mosaic_.variants()[variant].is_empty())
                return;
            const double error = delta_e_2000(variants_[variant], to_lab(mean));
            errors_.add(cell, error, std::min(1.0, error / most_shown_error));
        });
    }

    static void keep(std::vector<double> &picture, const Averaging &averaging,
                     std::vector<AveragingSink> &sinks) {
        picture.resize(averaging.parts.cells() * 3);
        sinks.push_back({averaging, [&picture](const PartLine &line) {
                             each_part(line, [&](std::size_t part, const double *mean) {
                                 std::copy_n(mean, 3, &picture[3 * part]);
                             });
                         }});
    }

    [[nodiscard]] Score score(const Looks &looks, int threads) const {
        const auto compare_with = [&](const std::vector<double> &source,
                                      const std::vector<float> &means, int parts) {
            const auto small = lay_out<float>(mosaic_, means, {parts, parts});
            const std::vector<double> picture(small.begin(), small.end());
            const Grid grid{mosaic_.grid().columns * parts, mosaic_.grid().rows * parts};
            return likeness(picture, source, grid, threads);
        };
        return {compare_with(near_srgb_, looks.near_srgb, near_parts),
                compare_with(near_linear_, looks.near_linear, near_parts),
                compare_with(far_srgb_, looks.far_srgb, 1),
                compare_with(far_linear_, looks.far_linear, 1)};
    }

    const Mosaic &mosaic_;
    MapBuilder errors_;
    Grid drawn_;
    std::vector<std::uint8_t> pixels_;
    std::vector<Lab> variants_; ///< their means
    std::vector<double> far_srgb_, far_linear_, near_srgb_, near_linear_;
};

} // namespace

Overview overview(const Mosaic &mosaic, const Source *source, const OverviewOptions &options,
                  const RunOptions &run) {
    check_run(run);
    start_libvips();
    const Scale scale(mosaic, options.longest);
    const bool scored = source && mosaic.grid().cells() <= most_scored_cells;
    const Looks looks = look_at_variants(mosaic, scale, scored, run);
    const auto uses = tile_uses(mosaic);
    Overview result;
    result.mosaic = draw_mosaic(mosaic, scale, looks);
    result.uses = map_uses(mosaic, uses, options.longest_map);
    list_photos(mosaic, uses, options, result);
    if (source)
        result.source =
            SourcePass(mosaic, scale, looks, options.longest_map).take(*source, looks, scored, run);
    return result;
}

} // namespace tessera
