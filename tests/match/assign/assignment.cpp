#include "match/assign/assignment.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <numeric>
#include <random>

namespace tessera {
using namespace internal;

TEST_CASE("assignment: as cheap as the cheapest of all permutations, again and again") {
    constexpr std::uint32_t rows = 6, columns = 8;
    std::minstd_rand random(5);
    Assignment assignment(columns);
    for (int round = 0; round < 50; ++round) {
        float costs[rows][columns];
        assignment.clear();
        for (auto &row : costs) {
            assignment.next_row();
            for (std::uint32_t column = 0; column < columns; ++column) {
                row[column] = static_cast<float>(random() % (round % 2 == 0 ? 10 : 1000));
                assignment.add(column, row[column]);
            }
        }
        float found = 0;
        const auto arcs = assignment.solve();
        for (std::uint32_t row = 0; row < rows; ++row)
            found += costs[row][arcs[row]];
        std::vector<std::uint32_t> order(columns), taken(arcs.begin(), arcs.end());
        std::ranges::sort(taken);
        CHECK(std::ranges::adjacent_find(taken) == taken.end());
        std::iota(order.begin(), order.end(), 0U);
        float least = 1e9F;
        do {
            float sum = 0;
            for (std::uint32_t row = 0; row < rows; ++row)
                sum += costs[row][order[row]];
            least = std::min(least, sum);
        } while (std::ranges::next_permutation(order).found);
        CHECK(found == doctest::Approx(least));
    }
}

TEST_CASE("assignment: rows with few arcs give way along a path") {
    Assignment assignment(3);
    const auto row = [&](std::initializer_list<std::pair<std::uint32_t, float>> arcs) {
        assignment.next_row();
        for (const auto &[column, cost] : arcs)
            assignment.add(column, cost);
    };
    row({{0, 1.0F}, {1, 2.0F}});
    row({{1, 1.0F}, {2, 5.0F}});
    row({{0, 1.0F}});
    const auto arcs = assignment.solve(); // 1, 2, 0: 2 + 5 + 1
    CHECK(std::vector(arcs.begin(), arcs.end()) == std::vector<std::uint32_t>{1, 1, 0});
}

} // namespace tessera
