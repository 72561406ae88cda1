#include "markup/markup.hpp"

#include <glib.h>
#include <memory>

namespace tessera::internal::markup {
namespace {

using Text = std::unique_ptr<char, decltype(&g_free)>;

enum class Breaks { replaced, kept };

/// Whether both XML 1.0 and HTML take the character as text.
bool is_text(gunichar character, Breaks breaks) {
    if (character == '\t' || character == '\n' || character == '\r')
        return breaks == Breaks::kept;
    constexpr gunichar last_of_plane = 0xFFFE; // and 0xFFFF: no characters, in no plane
    return !g_unichar_iscntrl(character) && (character & last_of_plane) != last_of_plane;
}

Markup escaped(std::string_view text, Breaks breaks) {
    if (text.empty()) // which may be no string at all
        return {};
    const Text valid(g_utf8_make_valid(text.data(), static_cast<gssize>(text.size())), &g_free);
    std::string shown;
    for (const char *at = valid.get(); *at != '\0';) {
        const char *next = g_utf8_next_char(at);
        if (is_text(g_utf8_get_char(at), breaks))
            shown.append(at, next);
        else
            shown += "\xEF\xBF\xBD"; // U+FFFD
        at = next;
    }
    const Text result(g_markup_escape_text(shown.data(), static_cast<gssize>(shown.size())),
                      &g_free);
    return {result.get()};
}

} // namespace

Markup escape(std::string_view text) { return escaped(text, Breaks::replaced); }

Markup escape_lines(std::string_view text) { return escaped(text, Breaks::kept); }

std::string data_url(std::string_view media_type, std::span<const std::uint8_t> bytes) {
    const Text digits(g_base64_encode(bytes.data(), bytes.size()), &g_free);
    return "data:" + std::string(media_type) + ";base64," + digits.get();
}

} // namespace tessera::internal::markup
