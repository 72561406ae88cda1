// grid-lab: the cell's mean colour, and how its 4 x 4 parts differ from it, in CIELAB.
//
// The differences are told as waves across the cell (a discrete cosine transform, which keeps
// distances): few of the numbers then hold most of what there is to tell, the first ones, so that a
// search can turn most tiles down without looking at the rest; and turning the cell changes no
// more than signs and places.
// Why: docs/decisions/grid-lab-compares-waves.md

#include "image/colour/lab.hpp"

#include <tessera/descriptor.hpp>
#include <tessera/tile.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <utility>

namespace tessera::internal {
namespace {

constexpr std::size_t side = parts_of_side;
constexpr std::size_t channels = 3;

// What a difference of 1 in L* and in a*, b* counts for: of the means, and of the parts from them
// (the root of their mean square). See docs/benchmarks.md for how they were chosen.
constexpr std::array<double, channels> mean_weights = {1.2, 0.6, 0.6};
constexpr std::array<double, channels> detail_weights = {1.0, 0.4, 0.4};

/// A wave's number of half periods across and down the cell.
struct Wave {
    std::size_t x, y;
};

using Waves = std::array<Wave, side * side>;

/// Long waves first.
constexpr Waves waves = [] {
    Waves result{};
    std::size_t count = 0;
    for (std::size_t sum = 0; sum <= 2 * (side - 1); ++sum)
        for (std::size_t y = 0; y < side; ++y)
            if (y <= sum && sum - y < side)
                result[count++] = {sum - y, y};
    return result;
}();

/// Place of each wave in `waves`, by y and x.
constexpr std::array<std::array<std::size_t, side>, side> places = [] {
    std::array<std::array<std::size_t, side>, side> result{};
    for (std::size_t i = 0; i < waves.size(); ++i)
        result[waves[i].y][waves[i].x] = i;
    return result;
}();

/// basis[i][k]: wave k at part i. Orthonormal. Source: Ahmed, Natarajan, Rao 1974,
/// doi:10.1109/T-C.1974.223784.
std::array<std::array<double, side>, side> cosines() {
    std::array<std::array<double, side>, side> basis{};
    for (std::size_t k = 0; k < side; ++k)
        for (std::size_t i = 0; i < side; ++i)
            basis[i][k] = std::sqrt((k == 0 ? 1.0 : 2.0) / side) *
                          std::cos(std::numbers::pi * double(k) * (double(i) + 0.5) / side);
    return basis;
}

/// Where a wave and a channel stand in the vector: means first.
constexpr std::size_t place_of(std::size_t wave, std::size_t channel) {
    return wave * channels + channel;
}

class GridLab final : public Descriptor {
  public:
    explicit GridLab(double detail) {
        for (std::size_t channel = 0; channel < channels; ++channel) {
            mean_weights_[channel] = 2 * (1 - detail) * mean_weights[channel];
            detail_weights_[channel] = 2 * detail * detail_weights[channel] / side;
        }
    }

    [[nodiscard]] std::string_view name() const noexcept override { return "grid-lab"; }
    [[nodiscard]] std::string_view summary() const noexcept override {
        return "mean colour of the cell and its 4 x 4 parts, in CIELAB";
    }
    [[nodiscard]] int samples() const noexcept override { return parts_of_side; }
    [[nodiscard]] int dim() const noexcept override { return int{side * side * channels}; }

    void describe(std::span<const double> averages, std::span<double> vector) const override {
        std::array<Lab, side * side> parts;
        std::array<double, channels> mean{};
        for (std::size_t part = 0; part < parts.size(); ++part)
            for (std::size_t channel = 0; channel < channels; ++channel)
                mean[channel] += averages[part * channels + channel] / double(parts.size());
        to_lab_roughly(averages, parts);
        Lab mean_lab;
        to_lab_roughly(mean, {&mean_lab, 1});
        for (std::size_t channel = 0; channel < channels; ++channel) {
            vector[channel] = mean_weights_[channel] * mean_lab[channel];
            put_details(parts, channel, vector);
        }
    }

    void turn(std::span<const double> vector, Orientation orientation,
              std::span<double> turned) const override {
        // As a picture is turned: its sides change places first, then they are reversed.
        const bool swapped = swaps_sides(orientation);
        const auto is_one_of = [=](auto... those) { return ((orientation == those) || ...); };
        const bool across = is_one_of(Orientation::mirrored, Orientation::turned_180,
                                      Orientation::turned_90, Orientation::transversed);
        const bool down = is_one_of(Orientation::flipped, Orientation::turned_180,
                                    Orientation::turned_270, Orientation::transversed);
        for (std::size_t i = 0; i < waves.size(); ++i) {
            const auto [x, y] = waves[i];
            const std::size_t from = swapped ? places[x][y] : i;
            // A wave of an odd number of half periods is its own negative from the other side.
            const bool negative = (across && x % 2 == 1) != (down && y % 2 == 1);
            for (std::size_t channel = 0; channel < channels; ++channel) {
                const double value = vector[place_of(from, channel)];
                turned[place_of(i, channel)] = negative ? -value : value;
            }
        }
    }

  private:
    /// All waves of a channel but the first, which is the mean.
    void put_details(const std::array<Lab, side * side> &parts, std::size_t channel,
                     std::span<double> vector) const {
        // Loops over all waves across are innermost: the compiler works on them at a time.
        std::array<std::array<double, side>, side> rows{}, all{}; // of each row; of the cell
        for (std::size_t y = 0; y < side; ++y)
            for (std::size_t x = 0; x < side; ++x)
                for (std::size_t k = 0; k < side; ++k)
                    rows[y][k] += across_[x][k] * parts[y * side + x][channel];
        for (std::size_t k = 0; k < side; ++k)
            for (std::size_t y = 0; y < side; ++y)
                for (std::size_t x = 0; x < side; ++x)
                    all[k][x] += across_[y][k] * rows[y][x];
        for (std::size_t i = 1; i < waves.size(); ++i)
            vector[place_of(i, channel)] = detail_weights_[channel] * all[waves[i].y][waves[i].x];
    }

    std::array<double, channels> mean_weights_, detail_weights_;
    std::array<std::array<double, side>, side> across_ = cosines();
};

} // namespace

std::shared_ptr<const Descriptor> grid_lab_descriptor(const DescriptorOptions &options) {
    return std::make_shared<GridLab>(options.detail);
}

} // namespace tessera::internal
