#include "cli/options/rows.hpp"

#include <tessera/run.hpp>

#include <algorithm>

namespace tessera::cli {
namespace {

std::vector<std::string> styles() { return {"auto", "bar", "plain", "json", "none"}; }

constexpr Option rows[] = {
    {.name = "json",
     .group = OptionGroup::run,
     .help = "Print one report object on standard output.",
     .role = OptionRole::talk},
    {.name = "quiet",
     .group = OptionGroup::run,
     .help = "Print nothing but errors.",
     .role = OptionRole::talk,
     .letter = 'q'},
    {.name = "verbose",
     .group = OptionGroup::run,
     .help = "Print more, such as each skipped photo with its reason.",
     .role = OptionRole::talk,
     .letter = 'v'},
    {.name = "threads",
     .kind = OptionKind::whole,
     .group = OptionGroup::run,
     .value = "N",
     .fallback = "0",
     .help = "Use this many threads; 0 uses all that the machine has.",
     .most = most_threads,
     .role = OptionRole::manner},
    {.name = "progress",
     .kind = OptionKind::choice,
     .group = OptionGroup::run,
     .value = "STYLE",
     .fallback = "auto",
     .help = "Show progress as a bar, as a line for each 10 % (plain), as JSON, or not at all.",
     .choices = styles,
     .role = OptionRole::talk},
};

} // namespace

Options options_of(std::initializer_list<OptionGroup> groups) {
    Options options;
    for (const OptionGroup group : groups)
        std::ranges::copy_if(engine_options(), std::back_inserter(options),
                             [&](const Option *option) { return option->group == group; });
    return options;
}

Options pick(OptionGroup group, std::initializer_list<std::string_view> names) {
    Options options;
    for (const std::string_view name : names)
        options.push_back(&engine_option(group, name));
    return options;
}

Options run_options() {
    Options options;
    for (const Option &row : rows)
        options.push_back(&row);
    return options;
}

Options joined(std::initializer_list<Options> lists) {
    Options all;
    for (const Options &list : lists)
        all.insert(all.end(), list.begin(), list.end());
    return all;
}

} // namespace tessera::cli
