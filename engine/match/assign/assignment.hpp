// Few rows to columns, one to one, at the least cost.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace tessera::internal {

/// Each row names the columns that it could have; no two get the same one. Made to be used again
/// and again. Not thread-safe.
class Assignment {
  public:
    /// columns: one more than the highest of those that add() will name.
    explicit Assignment(std::size_t columns) : columns_(columns) {}

    void clear();    ///< no rows
    void next_row(); ///< that arcs are added to
    void add(std::uint32_t column, float cost);

    /// Of each row the number of its arc in the cheapest assignment, exact up to rounding.
    /// REQUIRES: there is an assignment.
    /// Source: shortest augmenting paths, Jonker, Volgenant 1987, doi:10.1007/BF02278710.
    [[nodiscard]] std::span<const std::uint32_t> solve();

  private:
    static constexpr std::uint32_t none = UINT32_MAX;

    struct Arc {
        std::uint32_t column;
        float cost;
    };
    struct Row {
        std::uint32_t begin = 0, end = 0; ///< of its arcs
        float price = 0;
    };
    struct Column {
        std::uint32_t row = none;   ///< that has it
        std::uint32_t taken = none; ///< the arc it has it by
        std::uint32_t reach = none; ///< the arc that the shortest path arrives by
        std::uint32_t from = none;  ///< and the row it comes from
        float price = 0;
        float length = 0; ///< of the shortest path
        bool is_final = false;
    };

    bool take_cheapest(std::uint32_t row);
    void augment(std::uint32_t row);
    void reach_from(std::uint32_t row, float length);
    [[nodiscard]] std::uint32_t nearest() const;

    std::vector<Arc> arcs_;
    std::vector<Row> rows_;
    std::vector<Column> columns_;
    std::vector<std::uint32_t> reached_; ///< columns, by the paths from one row
    std::vector<std::uint32_t> result_;
};

} // namespace tessera::internal
