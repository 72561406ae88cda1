// The C API: which options each call has.

#include "capi/border.hpp"

#include <tessera/options.hpp>

#include <spdlog/fmt/fmt.h>
#include <string>
#include <vector>

using namespace tessera;
using namespace tessera::capi;

namespace {

/// What the strings of a tessera_option point to, until the thread's next one.
struct OptionTexts {
    std::string values;
    std::vector<std::string> choices;
    std::vector<const char *> list; ///< ends with null
};

std::vector<const Option *> options_of(const char *call) {
    wanted(call, "call");
    auto options = options_of_call(call);
    if (options.empty())
        refuse(fmt::format("there is no call '{}' that has options", call));
    return options;
}

} // namespace

int tessera_count_options(const char *call, uint32_t *count) {
    return border([&] {
        wanted(count, "count");
        *count = static_cast<std::uint32_t>(options_of(call).size());
    });
}

int tessera_get_option(const char *call, uint32_t index, tessera_option *option) {
    return border([&] {
        const auto options = options_of(call);
        checked(option, "tessera_option");
        if (index >= options.size())
            refuse(fmt::format("'{}' has {} options; there is no option {}", call, options.size(),
                               index));
        thread_local OptionTexts texts;
        const Option &row = *options[index];
        texts = {range_of(row), row.choices ? row.choices() : std::vector<std::string>(), {}};
        for (const std::string &choice : texts.choices)
            texts.list.push_back(choice.c_str());
        texts.list.push_back(nullptr);
        // Texts of the table are literals, which end with 0.
        const auto text = [](std::string_view literal) {
            return literal.empty() ? "" : literal.data();
        };
        option->name = text(row.name);
        option->kind = text(name_of(row.kind));
        option->default_text = text(row.fallback);
        option->otherwise = text(row.otherwise);
        option->values = texts.values.c_str();
        option->unit = text(row.unit);
        option->help = text(row.help);
        option->choices = texts.list.data();
        option->repeated = row.repeated;
    });
}
