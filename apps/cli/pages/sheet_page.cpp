#include "cli/pages/sheet_page.hpp"

#include "cli/pages/html.hpp"

#include <spdlog/fmt/fmt.h>
#include <variant>

namespace tessera::cli {
namespace {

constexpr std::string_view style = R"css(
header { padding-bottom: 1rem; }
.find {
  position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; align-items: center; gap: .6rem 1.5rem;
  padding: .75rem 0; margin-bottom: 1.25rem; background: var(--paper); border-bottom: 1px solid var(--line);
}
.find input[type=search] {
  flex: 1 1 14rem; max-width: 26rem; padding: .45rem .7rem; font: inherit; color: inherit;
  background: var(--well); border: 1px solid var(--line); border-radius: .35rem;
}
.find label { display: flex; gap: .45rem; align-items: center; }
.find output { color: var(--quiet); margin-left: auto; }
.photos { padding-bottom: 4rem; }
.photos li { content-visibility: auto; contain-intrinsic-size: auto 11rem; }
.photos li[hidden] { display: none; }
.photos.grouped li { order: var(--group); }
.photos b { overflow-wrap: anywhere; font-weight: 500; }
.photos button {
  display: block; margin-top: .25rem; padding: .05rem .5rem; font: inherit; font-size: .75rem; cursor: pointer;
  color: var(--ink); background: hsl(var(--hue) 70% 50% / .22); border: 1px solid hsl(var(--hue) 60% 50%);
  border-radius: 1rem;
}
.photos button[aria-pressed=true] { background: hsl(var(--hue) 70% 50% / .6); }
@media print { .find { display: none; } }
)css";

// Neither < nor & in it: the page is XML, too.
constexpr std::string_view script = R"js(
const list = document.querySelector('.photos');
const items = Array.from(list.children);
const words = items.map(item => item.textContent.toLowerCase());
const search = document.getElementById('search');
const alike = document.getElementById('alike');
let group = '';
function show() {
  const wanted = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  let count = 0;
  items.forEach((item, i) => {
    const own = item.dataset.group || '';
    const chosen = group ? own === group : own || !alike.checked;
    item.hidden = !chosen || !wanted.every(word => words[i].includes(word));
    if (!item.hidden) count += 1;
  });
  list.classList.toggle('grouped', alike.checked || group !== '');
  for (const button of list.querySelectorAll('button'))
    button.setAttribute('aria-pressed', String(button.parentNode.dataset.group === group));
  document.getElementById('count').value = count.toLocaleString() + ' shown';
}
search.addEventListener('input', show);
alike.addEventListener('change', () => { group = ''; show(); });
list.addEventListener('click', event => {
  const button = event.target.closest('button');
  if (!button) return;
  const own = button.parentNode.dataset.group;
  group = group === own ? '' : own;
  show();
});
document.querySelector('.find').hidden = false;
show();
)js";

std::string text_of(const Label &label) {
    if (const auto *number = std::get_if<std::int64_t>(&label))
        return std::to_string(*number);
    const auto *text = std::get_if<std::string>(&label);
    return text ? *text : "";
}

/// "2024-05-31 12:00 · beach · Sea, Anna", escaped; what there isn't is left out.
std::string facts_of(const TileRecord &record) {
    std::string facts;
    const auto add = [&](const std::string &fact) {
        if (!fact.empty())
            facts += (facts.empty() ? "" : " · ") + fact;
    };
    std::string date = record.captured.substr(0, std::string_view("2024-05-31T12:00").size());
    if (const auto at = date.find('T'); at != std::string::npos)
        date[at] = ' ';
    add(escaped(date));
    add(escaped(text_of(record.label)));
    add(escaped(fmt::format("{}", fmt::join(record.tags, ", "))));
    return facts;
}

std::string item(const SheetPhoto &photo) {
    // Steps of the golden angle: groups next to each other have colours far from each other.
    constexpr double golden_angle = 137.508;
    const TileRecord &record = photo.record;
    std::string attributes;
    std::string badge;
    if (photo.group > 0) {
        const auto hue = static_cast<int>(golden_angle * photo.group) % 360;
        attributes =
            fmt::format(" data-group=\"{0}\" style=\"--group:{0};--hue:{1}\"", photo.group, hue);
        badge = fmt::format("<button type=\"button\">{} alike</button>", photo.alike);
    }
    return fmt::format(
        "<li title=\"{0}&#10;{1} × {2} px&#10;tile {3}{4}\"{5}>{6}<b><bdi>{0}</bdi></b>"
        "<span>{7}</span>{8}</li>\n",
        escaped(record.name), record.width, record.height, photo.tile,
        record.variation.empty() ? "" : "&#10;" + escaped(record.variation), attributes,
        embedded(photo.picture, record.name), facts_of(record), badge);
}

std::string summary(const SheetPage &page) {
    const Sheet &sheet = page.sheet;
    std::string text = count_of(sheet.tiles, "photo", "photos");
    if (sheet.photos.size() < sheet.tiles)
        text = fmt::format("{} to {} of {}", grouped(page.skipped + 1),
                           grouped(page.skipped + sheet.photos.size()), text);
    return fmt::format(
        "{}, tiles of {} × {} px{}", text, page.library.tile.width, page.library.tile.height,
        sheet.groups == 0 ? ""
                          : ", " + count_of(sheet.groups, "group", "groups") + " that look alike");
}

std::string controls(const Sheet &sheet) {
    return fmt::format(
        "<div class=\"find\" hidden=\"hidden\"><input type=\"search\" id=\"search\" "
        "placeholder=\"Name, date, label, tag\" aria-label=\"Find photos\" autocomplete=\"off\" />"
        "<label{}><input type=\"checkbox\" id=\"alike\" autocomplete=\"off\" />only photos that "
        "look alike</label><output id=\"count\" aria-live=\"polite\"></output></div>\n",
        sheet.groups == 0 ? " hidden=\"hidden\"" : "");
}

} // namespace

std::string html_of(const SheetPage &page) {
    // Names of photos may be anybody's: nothing of theirs is ever run or fetched.
    const std::string nonce = to_string(page.library.digest);
    std::string html = fmt::format(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\" />\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; "
        "style-src 'unsafe-inline'; script-src 'nonce-{0}'\" />\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n"
        "<title>{1} – Tessera</title>\n<style>{2}{3}</style>\n</head>\n<body>\n<main>\n"
        "<header><h1><bdi>{1}</bdi></h1><p>{4}</p></header>\n{5}<ul class=\"photos\">\n",
        nonce, escaped(page.title), page_style(), style, summary(page), controls(page.sheet));
    for (const SheetPhoto &photo : page.sheet.photos)
        html += item(photo);
    return html + fmt::format("</ul>\n</main>\n<footer>Made by Tessera {}.</footer>\n"
                              "<script nonce=\"{}\">{}</script>\n</body>\n</html>\n",
                              version(), nonce, script);
}

} // namespace tessera::cli
