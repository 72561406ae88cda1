// What was given, out of what a verb or a call has.

#include <tessera/error.hpp>
#include <tessera/options.hpp>

#include <algorithm>
#include <spdlog/fmt/fmt.h>

namespace tessera {
namespace {

[[noreturn]] void refuse(const std::string &why) { throw Error(ErrorCode::invalid_argument, why); }

std::vector<std::string> names_of(std::span<const Option *const> options) {
    std::vector<std::string> names;
    for (const Option *option : options)
        names.emplace_back(option->name);
    return names;
}

bool is_list(const Option &option) {
    return option.kind == OptionKind::reals || option.kind == OptionKind::wholes ||
           option.kind == OptionKind::texts;
}

} // namespace

const Option *find_option(std::span<const Option *const> offered, std::string_view name) noexcept {
    const auto found = std::ranges::find_if(offered, [&](const Option *option) {
        return option->name == name || (!name.empty() && option->old_name == name);
    });
    return found == offered.end() ? nullptr : *found;
}

GivenOptions::GivenOptions(std::vector<const Option *> offered, std::string_view prefix)
    : offered_(std::move(offered)), prefix_(prefix) {}

void GivenOptions::add(std::string_view name, std::string text) {
    const Option *option = find_option(offered_, name);
    if (!option) {
        const std::string guess = nearest_name(name, names_of(offered_));
        refuse(fmt::format("there is no option '{}{}' here{}", prefix_, name,
                           guess.empty() ? "" : "; did you mean '" + guess + "'?"));
    }
    OptionValue(*option, text, prefix_).check();
    std::vector<std::string> &values = given_[option->name];
    if (is_list(*option) && !values.empty())
        values.front() += "," + text;
    else if (option->repeated || values.empty())
        values.push_back(std::move(text));
    else
        refuse(fmt::format("{}{} was given twice", prefix_, option->name));
}

void GivenOptions::add(std::string_view assignment) {
    const std::size_t equals = std::min(assignment.find('='), assignment.size());
    add(assignment.substr(0, equals),
        equals == assignment.size() ? "true" : std::string(assignment.substr(equals + 1)));
}

void GivenOptions::supply(std::string_view name) {
    if (!given_.try_emplace(find_option(offered_, name)->name).second)
        refuse(fmt::format("{}{} was given twice: as a file and as a picture", prefix_, name));
}

void GivenOptions::check() const {
    for (const Option *option : offered_) {
        if (!has(option->name))
            continue;
        if (!option->excludes.empty() && has(option->excludes))
            refuse(fmt::format("{0}{1} and {0}{2} exclude each other", prefix_, option->name,
                               option->excludes));
        if (!option->needs.empty() && !has(option->needs))
            refuse(fmt::format("{0}{1} needs {0}{2}", prefix_, option->name, option->needs));
    }
}

bool GivenOptions::has(std::string_view name) const { return given_.contains(name); }

std::optional<OptionValue> GivenOptions::value(std::string_view name) const {
    const Option *option = find_option(offered_, name);
    if (const auto found = given_.find(name); found != given_.end() && !found->second.empty())
        return OptionValue(*option, found->second.front(), prefix_);
    if (!option || option->fallback.empty())
        return std::nullopt;
    return OptionValue(*option, std::string(option->fallback), prefix_);
}

std::string GivenOptions::text(std::string_view name) const {
    const auto found = value(name);
    return found ? found->text() : "";
}

bool GivenOptions::flag(std::string_view name) const {
    const auto found = value(name);
    return found && found->flag();
}

const std::vector<std::string> &GivenOptions::texts(std::string_view name) const {
    static const std::vector<std::string> none;
    const auto found = given_.find(name);
    return found == given_.end() ? none : found->second;
}

} // namespace tessera
