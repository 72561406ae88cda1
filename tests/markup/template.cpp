#include "markup/markup.hpp"

#include <doctest/doctest.h>
#include <stdexcept>

using namespace tessera::internal::markup;

TEST_CASE("template: places are filled with text that is escaped, and with markup as it is") {
    CHECK(fill("<p title=\"{{tip}}\">{{words}}</p>",
               {{"words", Markup{"<b>1</b>"}}, {"tip", "a \"b\" <c>"}})
              .text == "<p title=\"a &quot;b&quot; &lt;c&gt;\"><b>1</b></p>");
}

TEST_CASE("template: places are filled with whole numbers") {
    CHECK(fill("{{a}} {{b}} {{c}}", {{"a", 0}, {"b", -3}, {"c", ~std::uint64_t{0}}}).text ==
          "0 -3 18446744073709551615");
}

TEST_CASE("template: a place may occur often, be empty, and hold what looks like a place") {
    CHECK(fill("{{a}}{{b}}{{a}}", {{"a", "{{b}}"}, {"b", ""}}).text == "{{b}}{{b}}");
    CHECK(fill("no place { } }}", {}).text == "no place { } }}");
    CHECK(fill("", {}).text.empty());
}

TEST_CASE("template: missing, unused and open places are errors that name them") {
    CHECK_THROWS_WITH_AS(static_cast<void>(fill("{{title}}", {})), doctest::Contains("'title'"),
                         std::logic_error);
    CHECK_THROWS_WITH_AS(static_cast<void>(fill("{{a}}", {{"a", "1"}, {"other", "2"}})),
                         doctest::Contains("'other'"), std::logic_error);
    CHECK_THROWS_WITH_AS(static_cast<void>(fill("a {{place", {{"place", "1"}})),
                         doctest::Contains("place"), std::logic_error);
    CHECK_THROWS_AS(static_cast<void>(fill("{{a}}", {{"A", "1"}})), std::logic_error);
}

TEST_CASE("template: a split page has two sides") {
    const Halves halves = split("<p>{{a}}{{rows}}{{b}}", "rows");
    CHECK(halves.before == "<p>{{a}}");
    CHECK(halves.after == "{{b}}");
    CHECK_THROWS_AS((void)split("{{rows}}{{rows}}", "rows"), std::logic_error);
    CHECK_THROWS_AS((void)split("rows", "rows"), std::logic_error);
}

TEST_CASE("template: parts of a file are found by their ids") {
    const Parts parts("<template id=\"row\">\n<li>{{name}}</li>\n</template>\n"
                      "<template id=\"rows\"><ul>\n{{rows}}</ul></template>\n"
                      "<template id=\"none\"></template>\n");
    CHECK(parts.fill("row", {{"name", "<"}}).text == "<li>&lt;</li>\n");
    CHECK(parts.part("rows") == "<ul>\n{{rows}}</ul>");
    CHECK(parts.part("none").empty());
    CHECK_THROWS_WITH_AS((void)parts.part("ro"), doctest::Contains("'ro'"), std::logic_error);
}
