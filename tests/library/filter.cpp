#include "support/images.hpp"

#include <tessera/error.hpp>
#include <tessera/select.hpp>

#include <doctest/doctest.h>
#include <stop_token>

namespace tessera {
using test::TemporaryFolder;
namespace {

TileRecord photo() {
    TileRecord record;
    record.name = "2024/beach/DSC,1.jpg";
    record.captured = "2024-05-31T23:59:58";
    record.width = 4000;
    record.height = 3000;
    record.tags = {"Sea", "People/Anna"};
    record.label = std::int64_t{7};
    return record;
}

bool holds(const std::string &condition, const TileRecord &record = photo()) {
    return parse_condition(condition).holds(record);
}

void check_all(bool wanted, std::initializer_list<const char *> conditions,
               const TileRecord &record = photo()) {
    for (const char *condition : conditions) {
        CAPTURE(condition);
        CHECK(holds(condition, record) == wanted);
    }
}

/// Three photos, of 2023, 2024 and without a date.
void make_store(const std::string &path) {
    const auto builder = create_store("lmdb", path, {1, 1}, false);
    for (const char *date : {"2023-01-01T00:00:00", "2024-01-01T00:00:00", ""}) {
        TileRecord record = photo();
        record.shape = {1, 1};
        record.captured = date;
        const std::uint8_t pixels[3] = {};
        builder->add(pixels, {}, record);
    }
    builder->finish({.tile = {1, 1}});
}

} // namespace

TEST_CASE("filter: conditions on dates hold of what lies within them, to any precision") {
    check_all(true, {"year=2024",
                     "year=2019..2024",
                     "year=2023,2024",
                     "year!=2023",
                     "year>2023",
                     "year>=2024",
                     "year<2025",
                     "year<=2024",
                     "month=5",
                     "month=3..6",
                     "month<6",
                     "date=2024",
                     "date=2024-05",
                     "date=2024-05-31",
                     "date=2024-05-31T23:59",
                     "date=2024-05-31T23:59:58",
                     "date=2024-05..2024-07",
                     "date=2024-05-31..2024-05-31",
                     "date=2024-05..",
                     "date=..2024-05",
                     "date>2024-04",
                     "date>=2024-05-31",
                     "date<=2024-05",
                     "date<2024-06",
                     "date!=2024-06"});
    check_all(false, {"year=2023", "year!=2024", "year>2024", "year=..2023", "month=6..8",
                      "date=2024-06", "date>2024-05", "date<2024-05", "date>2024-05-31",
                      "date<2024-05-31T23:59:58", "date=..2024-04", "date=2024-06..2024-07"});
}

TEST_CASE("filter: of photos without a date only != and the empty value hold") {
    TileRecord bare;
    check_all(true, {"year!=2024", "date!=2024", "date=", "tag=", "label=", "tag!=x", "year=,2024"},
              bare);
    check_all(false,
              {"year=2024", "year<3000", "date=1990..", "date!=", "tag=*", "label=*", "label<5"},
              bare);
    bare.captured = "0000-00-00T00:00:00"; // a camera whose clock was never set
    check_all(true, {"date="}, bare);
    bare.captured = "    -  -  T  :  :  ";
    check_all(true, {"date="}, bare);
    CHECK_FALSE(holds("date="));
}

TEST_CASE("filter: names, tags and labels fit patterns") {
    check_all(true, {"name=2024/*", "name=*.jpg", "name=*.png,*.jpg", "name=*DSC\\,1.jpg",
                     "name!=*.png", "tag=sea", "tag=SEA,sky", "tag=people/*", "tag!=sky", "label=7",
                     "label=?", "label>=7", "label<8", "label!=8"});
    check_all(false, {"name=2024", "name=*.JPG", "name=*DSC,1", "tag=se", "tag!=sea", "label=8",
                      "label>7"});
    TileRecord named = photo();
    named.label = std::string("Summer");
    check_all(true, {"label=summer", "label=s*"}, named);
    check_all(false, {"label>1", "label=winter"}, named);
}

TEST_CASE("filter: sizes and orientation are those of the upright photo") {
    check_all(true,
              {"width=4000", "width>=4000", "height<3001", "width=1..5000", "orientation=landscape",
               "orientation=square,landscape", "orientation!=portrait"});
    check_all(false, {"width<4000", "height>3000", "orientation=portrait,square"});
}

TEST_CASE("filter: what can't be read is refused with what was wanted") {
    const auto refuses = [](const char *condition, const char *why) {
        CAPTURE(condition);
        CHECK_THROWS_WITH_AS(static_cast<void>(parse_condition(condition)), doctest::Contains(why),
                             Error);
    };
    refuses("yaer=2024", "did you mean 'year'?");
    refuses("camera=x", "there are year, month, date");
    refuses("year", "such as year=2024");
    refuses("", "such as year=2024");
    refuses("year=20x4", "a year such as 2024 was wanted, not '20x4'");
    refuses("year>", "a value was wanted after '>'");
    refuses("year>=2023,2024", "not '2023,2024'");
    refuses("year=2024..2020", "ends before it begins");
    refuses("year=..", "not '..'");
    refuses("month=13", "1 to 12");
    refuses("date=2024-13", "a date such as");
    refuses("date=2024-5", "a date such as");
    refuses("date=yesterday", "a date such as");
    refuses("name<x", "by = and != only");
    refuses("label>x", "a whole number");
    refuses("width=-5", "a number of px");
    refuses("width=99999999999999999999", "a number of px");
    refuses("orientation=landscap", "did you mean 'landscape'?");
}

TEST_CASE("filter: finds tiles of which all conditions hold, by id, at any number of threads") {
    const TemporaryFolder folder;
    make_store(folder.path("lib"));
    const auto store = open_store(folder.path("lib"));
    const Condition both[] = {parse_condition("year!=2023"), parse_condition("width=4000")};
    for (const int threads : {1, 3})
        CHECK(find_tiles(*store, both, {.threads = threads}) == std::vector<TileId>{1, 2});
    CHECK(find_tiles(*store, {}).size() == 3);
}

TEST_CASE("filter: where no photo is left, the error says how many meet each condition") {
    const TemporaryFolder folder;
    make_store(folder.path("lib"));
    const auto store = open_store(folder.path("lib"));
    const Condition conditions[] = {parse_condition("year>=2023"), parse_condition("tag=x")};
    CHECK_THROWS_WITH_AS(
        static_cast<void>(find_tiles(*store, conditions)),
        "none of the library's 3 photos is left: 'year>=2023' holds of 2, 'tag=x' holds of 0",
        Error);
}

TEST_CASE("filter: stops when asked to") {
    const TemporaryFolder folder;
    make_store(folder.path("lib"));
    const auto store = open_store(folder.path("lib"));
    std::stop_source stop;
    stop.request_stop();
    CHECK_THROWS_AS(static_cast<void>(find_tiles(*store, {}, {.cancel = stop.get_token()})), Error);
}

} // namespace tessera
