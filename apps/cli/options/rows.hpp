// Options that the command alone has, beside those of the engine.
#pragma once

#include <tessera/options.hpp>

#include <initializer_list>
#include <string_view>
#include <vector>

namespace tessera::cli {

using Options = std::vector<const Option *>;

/// All options of the engine under these headings.
[[nodiscard]] Options options_of(std::initializer_list<OptionGroup> groups);
/// Some of those under one heading. REQUIRES: there are options of these names.
[[nodiscard]] Options pick(OptionGroup group, std::initializer_list<std::string_view> names);

/// The same option where a verb means something of its own by it.
[[nodiscard]] constexpr Option meaning(Option option, std::string_view value,
                                       std::string_view help) {
    option.value = value;
    option.help = help;
    return option;
}

/// An argument, which has its place instead of a name. value: in help, "SOURCE".
[[nodiscard]] constexpr Option argument(std::string_view name, std::string_view value,
                                        std::string_view help,
                                        OptionRole role = OptionRole::reads) {
    return {.name = name,
            .kind = OptionKind::file,
            .group = OptionGroup::files,
            .value = value,
            .help = help,
            .role = role,
            .common = true,
            .required = true,
            .argument = true};
}

/// An argument that may be several.
[[nodiscard]] constexpr Option arguments(Option option) {
    option.repeated = option.several = true;
    return option;
}

inline constexpr Option library_option{
    .name = "library",
    .kind = OptionKind::file,
    .group = OptionGroup::files,
    .value = "LIB",
    .help = "Take tiles from this library.",
    .role = OptionRole::reads,
    .common = true,
    .required = true,
    .letter = 'l',
};

inline constexpr Option output_option{
    .name = "output",
    .kind = OptionKind::file,
    .group = OptionGroup::files,
    .value = "OUT",
    .help = "Write the mosaic here, in the format of its suffix; options of the format stand in "
            "brackets.",
    .role = OptionRole::writes,
    .common = true,
    .required = true,
    .letter = 'o',
};

inline constexpr Option report_option{
    .name = "report",
    .kind = OptionKind::file,
    .group = OptionGroup::files,
    .value = "FILE",
    .otherwise = "no page is written",
    .help = "Write a page of HTML about the mosaic, with pictures.",
    .role = OptionRole::writes,
    .page = "command-line.md#the-page-of---report",
    .common = true,
};

inline constexpr Option dry_run_option{
    .name = "dry-run",
    .group = OptionGroup::run,
    .help = "Check everything that can be checked before work, and make nothing.",
    .role = OptionRole::talk,
};

/// Options that every verb has.
[[nodiscard]] Options run_options();

/// Lists of options, one after another.
[[nodiscard]] Options joined(std::initializer_list<Options> lists);

} // namespace tessera::cli
