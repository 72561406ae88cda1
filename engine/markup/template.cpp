#include "markup/markup.hpp"

#include <algorithm>
#include <stdexcept>
#include <vector>

namespace tessera::internal::markup {
namespace {

constexpr std::string_view opening = "{{", closing = "}}";

[[noreturn]] void complain(std::string_view what, std::string_view name) {
    throw std::logic_error("template: " + std::string(what) + " '" + std::string(name) + "'");
}

/// Takes the text up to the first place, and the place's name, off the front of a template.
/// Returns false and takes all of it if there is no place.
bool take(std::string_view &page, std::string_view &text, std::string_view &name) {
    const std::size_t open = page.find(opening);
    text = page.substr(0, open);
    if (open == std::string_view::npos)
        return false;
    const std::size_t from = open + opening.size(), close = page.find(closing, from);
    if (close == std::string_view::npos)
        complain("no end of the place", page.substr(from, 20));
    name = page.substr(from, close - from);
    page.remove_prefix(close + closing.size());
    return true;
}

} // namespace

void Place::append_to(std::string &page) const {
    page += is_markup_ ? value_ : std::string_view(escape(value_).text);
}

Markup fill(std::string_view page, std::initializer_list<Place> places) {
    std::size_t size = page.size();
    for (const Place &place : places)
        size += place.size();
    Markup result;
    result.text.reserve(size);
    std::vector<bool> used(places.size());
    std::string_view text, name;
    while (take(page, text, name)) {
        result.text += text;
        const auto *const place = std::find_if(
            places.begin(), places.end(), [&](const Place &each) { return each.name() == name; });
        if (place == places.end())
            complain("nothing is given for the place", name);
        place->append_to(result.text);
        used[static_cast<std::size_t>(place - places.begin())] = true;
    }
    result.text += text;
    if (const auto unused = std::find(used.begin(), used.end(), false); unused != used.end())
        complain("there is no place", places.begin()[unused - used.begin()].name());
    return result;
}

Halves split(std::string_view page, std::string_view name) {
    const std::string place = std::string(opening) + std::string(name) + std::string(closing);
    const std::size_t at = page.find(place);
    if (at == std::string_view::npos || page.find(place, at + 1) != std::string_view::npos)
        complain("there is not exactly one place", name);
    return {page.substr(0, at), page.substr(at + place.size())};
}

std::string_view Parts::part(std::string_view id) const {
    const std::string start = "<template id=\"" + std::string(id) + "\">";
    const std::size_t at = file_.find(start);
    if (at == std::string_view::npos)
        complain("there is no part", id);
    std::string_view part = file_.substr(at + start.size());
    part = part.substr(0, part.find("</template>"));
    if (part.starts_with('\n'))
        part.remove_prefix(1);
    return part;
}

} // namespace tessera::internal::markup
