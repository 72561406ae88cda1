#include "markup/markup.hpp"

#include <doctest/doctest.h>
#include <string>

using namespace tessera::internal::markup;
using namespace std::string_literals;

namespace {

std::string url_of(const std::string &bytes) {
    return data_url("x/y", {reinterpret_cast<const std::uint8_t *>(bytes.data()), bytes.size()});
}

} // namespace

TEST_CASE("markup: text stands in elements and in attributes as it is") {
    CHECK(escape("a < b & c > \"d\" 'e'").text ==
          "a &lt; b &amp; c &gt; &quot;d&quot; &apos;e&apos;");
    CHECK(escape("&lt;").text == "&amp;lt;");
    CHECK(escape("Zürich 北京 🏔").text == "Zürich 北京 🏔");
    CHECK(escape("").text.empty());
    CHECK(escape({}).text.empty());
}

TEST_CASE("markup: bytes that are not UTF-8 are shown as such") {
    CHECK(escape("\xFF\xFE.png").text == "��.png");
    CHECK(escape("a\xE4z").text == "a�z");
    CHECK(escape("cut short \xE2\x82").text.starts_with("cut short �"));
    CHECK(escape("\xED\xA0\x80").text.find('\xED') == std::string::npos); // a surrogate
    CHECK(escape("a\0b"s).text == "a�b");
}

TEST_CASE("markup: characters that XML refuses are shown as such") {
    CHECK(escape("a\x01"
                 "b\x7F"
                 "c\x1B")
              .text == "a�b�c�");
    CHECK(escape("\xC2\x85\xC2\x9F").text == "��");         // U+0085, U+009F
    CHECK(escape("\xEF\xBF\xBE\xEF\xBF\xBF").text == "��"); // U+FFFE, U+FFFF
    CHECK(escape("\xC2\xA0").text == "\xC2\xA0");
}

TEST_CASE("markup: line breaks are shown as such in names, and kept in lines") {
    CHECK(escape("new\nline\ttab\r").text == "new�line�tab�");
    CHECK(escape_lines("a <\n\tb\r\n\x02").text == "a &lt;\n\tb\r\n�");
}

TEST_CASE("markup: an address carries bytes as RFC 4648, section 10, writes them") {
    const char *const expected[] = {"", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"};
    for (std::size_t length = 0; length < std::size(expected); ++length)
        CHECK(url_of("foobar"s.substr(0, length)) == "data:x/y;base64,"s + expected[length]);
    CHECK(url_of("\xFB\xEF\xFF\0"s) == "data:x/y;base64,++//AA==");
}
