#include <tessera/error.hpp>
#include <tessera/options.hpp>

#include <doctest/doctest.h>
#include <string>

namespace tessera {
namespace {

OptionValue value_of(OptionKind kind, std::string text) {
    static std::map<OptionKind, Option> rows;
    Option &row = rows[kind];
    row.name = "name";
    row.kind = kind;
    return {row, std::move(text), "--"};
}

std::string message_of(const OptionValue &value) {
    try {
        value.check();
    } catch (const Error &error) {
        return error.what();
    }
    return "";
}

} // namespace

TEST_CASE("values: what users write becomes what the library takes") {
    CHECK(value_of(OptionKind::shape, "64").shape() == TileShape{64, 64});
    CHECK(value_of(OptionKind::shape, "128x96").shape() == TileShape{128, 96});
    CHECK(value_of(OptionKind::grid, "207x292").grid() == Grid{207, 292});
    CHECK(value_of(OptionKind::colour, "#Ffcc00").colour() == Rgb{255, 204, 0});
    CHECK(value_of(OptionKind::cell_colour, "black").cell_colour() == Rgb{0, 0, 0});
    CHECK_FALSE(value_of(OptionKind::cell_colour, "transparent").cell_colour().has_value());
    CHECK(value_of(OptionKind::rate, "30000/1001").rate() == FrameRate{30000, 1001});
    CHECK(value_of(OptionKind::bits, "2.5M").bits() == 2'500'000);
    CHECK(value_of(OptionKind::duration, "15m").duration() == 900);
    CHECK(value_of(OptionKind::reals, "0.4,-1").reals() == std::vector{0.4, -1.0});
    CHECK(value_of(OptionKind::wholes, "1,10").wholes() == std::vector<std::uint64_t>{1, 10});
    CHECK(value_of(OptionKind::shard, "3/8").shard() == Shard{3, 8});
    CHECK(engine_option(OptionGroup::tile, "crop").choices()[2] == "attention");
}

TEST_CASE("values: numbers of bytes may be as large as 64 bits hold") {
    CHECK(value_of(OptionKind::bytes, "2GiB").bytes() == std::uint64_t{2} << 30);
    CHECK(value_of(OptionKind::bytes, "3k").bytes() == 3072);
    CHECK(value_of(OptionKind::bytes, "3000000000").bytes() == 3'000'000'000);
    CHECK(value_of(OptionKind::bytes, "1T").bytes() == std::uint64_t{1} << 40);
    CHECK(value_of(OptionKind::bytes, "16383P").bytes() == std::uint64_t{16383} << 50);
    CHECK(value_of(OptionKind::bytes, "18446744073709551615").bytes() == ~std::uint64_t{0});
    CHECK(value_of(OptionKind::bytes, "5000g").bytes() == std::uint64_t{5000} << 30);
    for (const std::string text : {"18446744073709551616", "16384P", "99999999999999999999999T"})
        CHECK(message_of(value_of(OptionKind::bytes, text)) ==
              "--name wants less than 16384P, which is 2^64 bytes, not '" + text + "'");
    for (const char *text : {"", "K", "P", "T1", "1 T", "0x10", "+5", "1E"})
        CHECK(message_of(value_of(OptionKind::bytes, text)).find("such as 256M or 2G") !=
              std::string::npos);
}

TEST_CASE("values: sizes that no int holds are too large rather than no sizes") {
    CHECK(message_of(value_of(OptionKind::shape, "3000000000")) ==
          "--name wants numbers below 2147483648, not '3000000000'");
    CHECK(message_of(value_of(OptionKind::grid, "20x3000000000")) ==
          "--name wants numbers below 2147483648, not '20x3000000000'");
}

TEST_CASE("values: an error names the option, what was wanted and what was found") {
    CHECK(message_of(value_of(OptionKind::grid, "20")) ==
          "--name wants columns x rows such as 207x292, not '20'");
    for (const auto &[kind, text] :
         {std::pair(OptionKind::shape, "12y"), std::pair(OptionKind::shape, "0"),
          std::pair(OptionKind::shape, "99999999999"), std::pair(OptionKind::grid, "0x5"),
          std::pair(OptionKind::colour, "#12345"), std::pair(OptionKind::colour, ""),
          std::pair(OptionKind::bytes, "-1"), std::pair(OptionKind::rate, "0"),
          std::pair(OptionKind::bits, "2 M"), std::pair(OptionKind::duration, "0"),
          std::pair(OptionKind::whole, "-1"), std::pair(OptionKind::whole, "1.5"),
          std::pair(OptionKind::real, "nan"), std::pair(OptionKind::reals, "1,,2"),
          std::pair(OptionKind::shard, "3"), std::pair(OptionKind::flag, "yes")}) {
        const std::string message = message_of(value_of(kind, text));
        CHECK_MESSAGE(message.find("--name wants") == 0, message);
    }
}

TEST_CASE("values: a misspelt choice is told the nearest one") {
    const Option &crop = engine_option(OptionGroup::tile, "crop");
    CHECK(message_of({crop, "center", "--"}) ==
          "--crop wants centre, entropy or attention, not 'center'; did you mean 'centre'?");
    CHECK(message_of({crop, "elsewhere", "--"}) ==
          "--crop wants centre, entropy or attention, not 'elsewhere'");
}

TEST_CASE("values: a number out of its range is told the range") {
    CHECK(message_of({engine_option(OptionGroup::match, "detail"), "2", ""}) ==
          "detail wants a number of 0 to 1, not '2'");
    CHECK(message_of({engine_option(OptionGroup::repetition, "spacing"), "x", ""}) ==
          "spacing wants a whole number of 0 or more, not 'x'");
}

} // namespace tessera
