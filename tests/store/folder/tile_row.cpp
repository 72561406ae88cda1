#include "store/folder/tile_row.hpp"

#include <algorithm>
#include <doctest/doctest.h>

namespace tessera {
using namespace internal;
namespace {

constexpr const char *file = "0003.png";

std::string row_of(const TileRecord &record) {
    return encode_tile_place(3, file) + encode_tile_row(record);
}

TileRecord some_record() {
    TileRecord record;
    record.path = "/a/b, \"c\".jpg";
    record.name = std::string("b\0\n\r\\x41\xff\xc3(", 11);
    record.shape = {3, 2, 4};
    record.modified_ns = -5;
    return record;
}

} // namespace

TEST_CASE("tile row: text is readable, and any bytes come back") {
    CHECK(escape_text("Füße \\ \n\x7f\xff") == "Füße \\\\ \\x0a\\x7f\\xff");
    // Overlong, surrogate, beyond Unicode, cut short: no UTF-8.
    for (const char *bytes : {"\xc0\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe2\x82"})
        CHECK(escape_text(bytes).starts_with("\\x"));
    CHECK(escape_text("=1+1") == "\\x3d1+1");
    std::string all;
    for (int i = 0; i < 256; ++i)
        all += static_cast<char>(i);
    CHECK(unescape_text(escape_text(all)) == all);
    for (const char *text : {"\\", "\\x", "\\x4", "\\n", "\\xg1"})
        CHECK_FALSE(unescape_text(text));
}

TEST_CASE("tile row: labels and tags of every kind keep their kind") {
    TileRecord record = some_record();
    for (const Label &label : {Label(), Label(-7), Label("-7"), Label(""), Label("a,\"b\"\n")}) {
        record.label = label;
        CHECK(decode_tile_row(row_of(record), 3, file) == record);
    }
    for (const auto &tags : std::vector<std::vector<std::string>>{
             {}, {""}, {"", ""}, {"a"}, {"a;b", "\\", ";"}, {"=x", "\"", "ü"}}) {
        record.tags = tags;
        CHECK(decode_tile_row(row_of(record), 3, file) == record);
    }
    record.label = 12;
    CHECK(row_of(record).starts_with("3,0003.png,12,\"b"));
    record.label = "12";
    CHECK(row_of(record).starts_with("3,0003.png,\"12\",\"b"));
}

TEST_CASE("tile row: one line, with as many columns as the header names") {
    const std::string row = row_of(some_record());
    CHECK(row.find_first_of("\r\n") == row.size() - 2);
    CHECK(std::ranges::count(tile_row_header, ',') == 16);
}

TEST_CASE("tile row: shortened, of another tile, or with another kind of field is refused") {
    const std::string row = row_of(some_record());
    for (std::size_t length = 0; length < row.size(); ++length)
        CHECK_FALSE(decode_tile_row(row.substr(0, length), 3, file));
    CHECK_FALSE(decode_tile_row(row + ",", 3, file));
    CHECK_FALSE(decode_tile_row(row, 4, file));
    CHECK_FALSE(decode_tile_row(row, 3, "0004.png"));
    std::string unquoted = row;
    unquoted.replace(row.find(",-5,"), 4, ",\"-5\",");
    CHECK_FALSE(decode_tile_row(unquoted, 3, file));
}

} // namespace tessera
