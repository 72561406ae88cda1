// The whole table, and which of its rows each call has.

#include "options/rows.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace tessera {
namespace internal {
namespace {

using Options = std::vector<const Option *>;

template <class Row> void list(std::span<const Row> rows, Options &options) {
    for (const Row &row : rows)
        if constexpr (std::is_same_v<Row, Option>)
            options.push_back(&row);
        else
            options.push_back(&row.option);
}

template <class... Each> Options joined(Each... rows) {
    Options options;
    (list(rows, options), ...);
    return options;
}

Options all_rows() {
    return joined(build_rows(), shared_rows(), cell_rows(), match_rows(), area_rows(), write_rows(),
                  frame_rows(), tensor_rows(), sequence_rows(), effect_rows(), film_rows(),
                  sheet_rows());
}

/// Those options and the shared ones of these names.
Options with(Options options, std::initializer_list<std::string_view> shared) {
    for (const Option &row : shared_rows())
        if (std::ranges::find(shared, row.name) != shared.end())
            options.push_back(&row);
    return options;
}

/// The same without options that only the command can make sense of.
Options without(Options options, std::string_view name) {
    std::erase_if(options, [&](const Option *option) { return option->name == name; });
    return options;
}

std::map<std::string_view, Options> calls() {
    return {
        {"build", with(without(joined(build_rows()), "shard"), {"background", "force"})},
        {"source", with({}, {"background"})},
        {"match", joined(cell_rows(), match_rows(), area_rows())},
        {"save", with({}, {"force"})},
        {"write", with(joined(write_rows()), {"sync", "force"})},
        {"frames", with(joined(frame_rows(), tensor_rows()), {"fps", "background"})},
        {"write_frames",
         with(without(joined(tensor_rows(), sequence_rows()), "mute"), {"fps", "sync", "force"})},
    };
}

} // namespace
} // namespace internal

std::span<const Option *const> engine_options() {
    static const auto all = internal::all_rows();
    return all;
}

const Option &engine_option(OptionGroup group, std::string_view name) {
    return **std::ranges::find_if(engine_options(), [&](const Option *option) {
        return option->group == group && option->name == name;
    });
}

std::vector<const Option *> options_of_call(std::string_view call) {
    static const auto all = internal::calls();
    const auto found = all.find(call);
    return found == all.end() ? std::vector<const Option *>() : found->second;
}

std::string_view name_of(OptionKind kind) noexcept {
    constexpr std::array<std::string_view, 19> names = {
        "flag",   "whole",    "real",  "reals",  "wholes",      "text",  "texts",
        "choice", "shape",    "grid",  "colour", "cell_colour", "bytes", "bits",
        "rate",   "duration", "shard", "file",   "folder"};
    return names[static_cast<std::size_t>(kind)];
}

std::string_view title_of(OptionGroup group) noexcept {
    switch (group) {
    case OptionGroup::files:
        return "Files";
    case OptionGroup::tile:
        return "Tiles";
    case OptionGroup::choice:
        return "Which photos";
    case OptionGroup::cells:
        return "Cells";
    case OptionGroup::match:
        return "Which tile stands where";
    case OptionGroup::repetition:
        return "Copies of a photo";
    case OptionGroup::colour:
        return "Colours";
    case OptionGroup::areas:
        return "Areas of the picture";
    case OptionGroup::write:
        return "Writing";
    case OptionGroup::frames:
        return "Frames";
    case OptionGroup::tensor:
        return "Tensors";
    case OptionGroup::sequence:
        return "Animations and videos";
    case OptionGroup::film:
        return "Films";
    case OptionGroup::effect:
        return "Effects";
    case OptionGroup::sheet:
        return "Contact sheets";
    case OptionGroup::library:
        return "Libraries";
    case OptionGroup::batch:
        return "Batches";
    case OptionGroup::bench:
        return "Measuring";
    case OptionGroup::run:
        return "How the command runs";
    }
    return "";
}

} // namespace tessera
