#include "match/assign/candidates.hpp"

#include <array>
#include <compare>

namespace tessera::internal {
namespace {

constexpr std::size_t samples = 64;

struct PhotoValue {
    double value;
    std::uint32_t photo;

    auto operator<=>(const PhotoValue &) const = default;
};

/// A value that about `count` of the values, or somewhat more, don't exceed.
double about_smallest(std::span<const double> values, std::size_t count) {
    const std::size_t stride = values.size() / samples;
    if (stride < 2 || count * 4 > values.size())
        return std::numeric_limits<double>::infinity();
    std::array<double, samples> some{};
    for (std::size_t i = 0; i < samples; ++i)
        some[i] = values[i * stride + i * 7 % stride];
    const auto rank = static_cast<std::ptrdiff_t>(samples * count * 3 / 2 / values.size() + 3);
    std::nth_element(some.begin(), some.begin() + rank, some.end());
    return some[static_cast<std::size_t>(rank)];
}

/// found: room for one more than there are values. Returns how many there are.
std::size_t collect(std::span<const double> values, double limit, std::span<PhotoValue> found) {
    std::size_t count = 0;
    for (std::size_t photo = 0; photo < values.size(); ++photo) { // without a branch
        found[count] = {values[photo], static_cast<std::uint32_t>(photo)};
        count += values[photo] <= limit ? 1 : 0;
    }
    return count;
}

} // namespace

void TransportCosts::cheapest(std::size_t cell, std::span<const double> prices,
                              std::span<PhotoCost> cheapest) const {
    thread_local std::vector<float> costs;
    thread_local std::vector<double> values;
    thread_local std::vector<PhotoValue> found;
    costs.resize(photos());
    values.resize(photos());
    found.resize(photos() + 1);
    row(cell, costs);
    for (std::size_t photo = 0; photo < costs.size(); ++photo)
        values[photo] = double{costs[photo]} + prices[photo];

    std::size_t count = collect(values, about_smallest(values, cheapest.size()), found);
    if (count < cheapest.size())
        count = collect(values, std::numeric_limits<double>::infinity(), found);
    if (count > cheapest.size())
        std::nth_element(found.begin(),
                         found.begin() + static_cast<std::ptrdiff_t>(cheapest.size()),
                         found.begin() + static_cast<std::ptrdiff_t>(count));
    for (std::size_t i = 0; i < cheapest.size(); ++i)
        cheapest[i] = {found[i].photo, costs[found[i].photo]};
}

void CandidateLists::renew(std::size_t cell, std::span<const double> prices) {
    const auto list = std::span(photos_).subspan(cell * per_cell_, per_cell_);
    costs_.cheapest(cell, prices, list);
    others_[cell] = -std::numeric_limits<double>::infinity();
    for (const auto &[photo, cost] : list)
        others_[cell] = std::max(others_[cell], double{cost} + prices[photo]);
    if (per_cell_ == prices.size())
        others_[cell] = std::numeric_limits<double>::infinity();
}

} // namespace tessera::internal
