// A row of the table, and what the option does.
// Why: docs/decisions/options-stand-in-one-table.md
#pragma once

#include <tessera/options.hpp>

#include <span>
#include <vector>

namespace tessera::internal {

/// An option of the engine, and the setter into the struct that it belongs to.
template <class Target> struct Row {
    Option option;
    void (*set)(Target &target, const OptionValue &value);
};

template <class Target> using Rows = std::span<const Row<Target>>;

/// Sets what was given, in the order of the rows. What wasn't given stays as the target has it.
template <class Target> void apply(Rows<Target> rows, const GivenOptions &given, Target &target) {
    for (const Row<Target> &row : rows)
        if (find_option(given.offered(), row.option.name) == &row.option)
            for (const std::string &text : given.texts(row.option.name))
                row.set(target, OptionValue(row.option, text, given.prefix()));
}

} // namespace tessera::internal
