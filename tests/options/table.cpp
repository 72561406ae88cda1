#include "options/rows.hpp"

#include <tessera/descriptor.hpp>
#include <tessera/error.hpp>

#include <doctest/doctest.h>
#include <set>
#include <string>

namespace tessera {
using namespace internal;
namespace {

/// A struct that every default of these rows was set in.
template <class Target> Target with_defaults(Rows<Target> rows) {
    Target target;
    for (const Row<Target> &row : rows)
        if (!row.option.fallback.empty() && row.option.needs.empty())
            row.set(target, OptionValue(row.option, std::string(row.option.fallback)));
    return target;
}

} // namespace

TEST_CASE("options: every row has a name, a sentence and a default or words instead") {
    std::set<std::pair<OptionGroup, std::string_view>> seen;
    for (const Option *row : engine_options()) {
        CAPTURE(row->name);
        CHECK(seen.emplace(row->group, row->name).second);
        CHECK(row->help.ends_with('.'));
        CHECK(row->help.size() <= 160);
        if (row->kind == OptionKind::flag) {
            CHECK(row->value.empty());
            CHECK(row->fallback.empty());
        } else {
            CHECK_FALSE(row->value.empty());
            CHECK(row->fallback.empty() != row->otherwise.empty());
        }
        CHECK((row->kind == OptionKind::choice) == (row->choices != nullptr));
        if (!row->fallback.empty())
            CHECK_NOTHROW(OptionValue(*row, std::string(row->fallback)).check());
    }
}

TEST_CASE("options: the defaults of the table are those of the structs") {
    CHECK(with_defaults(build_rows()).build.tile == TileOptions{});
    CHECK(with_defaults(build_rows()).build.store == BuildOptions{}.store);
    CHECK(with_defaults(build_rows()).build.on_error == BuildOptions{}.on_error);
    MatchOptions match = with_defaults(match_rows()).options;
    CHECK(match.descriptor == descriptor_names().front());
    match.descriptor = {};
    CHECK(match == MatchOptions{});
    CHECK(with_defaults(area_rows()).options == MatchOptions{});
    CHECK(with_defaults(write_rows()).options == WriteOptions{});
    CHECK(with_defaults(frame_rows()) == FrameOptions{});
    CHECK(with_defaults(sequence_rows()) == SequenceOptions{});
    CHECK(with_defaults(sheet_rows()) == SheetOptions{});
    CHECK(with_defaults(effect_rows()).animation == AnimationOptions{});
    CHECK(with_defaults(effect_rows()).pieces == PieceOptions{});
    CHECK(with_defaults(film_rows()).coherence == FilmOptions{}.coherence);
}

TEST_CASE("options: those that are needed or excluded are options of the same calls") {
    for (const std::string_view call :
         {"build", "source", "match", "save", "write", "frames", "write_frames"}) {
        const auto options = options_of_call(call);
        CHECK_FALSE(options.empty());
        for (const Option *row : options) {
            CAPTURE(row->name);
            CHECK((row->needs.empty() || find_option(options, row->needs)));
            CHECK((row->excludes.empty() || find_option(options, row->excludes)));
        }
    }
    CHECK(options_of_call("render").empty());
}

TEST_CASE("options: what was given is checked as a whole") {
    const auto given = [](std::initializer_list<std::string_view> texts) {
        GivenOptions options(options_of_call("match"));
        for (const std::string_view text : texts)
            options.add(text);
        return options;
    };
    CHECK_THROWS_WITH_AS(static_cast<void>(match_settings(given({"cells=2x2", "across=3"}))),
                         "cells and across exclude each other", Error);
    CHECK_THROWS_WITH_AS(static_cast<void>(match_settings(given({"empty=black"}))),
                         "empty needs mask", Error);
    CHECK_THROWS_WITH_AS(static_cast<void>(match_settings(given({"layout=grid", "levels=2"}))),
                         "levels needs layout quadtree", Error);
    CHECK_THROWS_WITH_AS(static_cast<void>(given({"spacng=3"})),
                         "there is no option 'spacng' here; did you mean 'spacing'?", Error);
    CHECK_THROWS_WITH_AS(static_cast<void>(given({"flip", "flip=false"})), "flip was given twice",
                         Error);
    CHECK(match_settings(given({"where=year=2024", "where=tag=sea"})).where.size() == 2);
    CHECK(match_settings(given({"layout=quadtree", "levels=2"})).options.levels == 2);
    CHECK(match_settings(given({"use-all", "min-use=3"})).options.rules.min_use == 3);
}

TEST_CASE("options: a picture of the caller's stands for a file, but not beside one") {
    GivenOptions given(options_of_call("match"));
    given.supply("mask");
    given.add("empty=transparent");
    CHECK_FALSE(match_settings(given).options.empty.has_value());
    given.add("importance=file.png");
    CHECK_THROWS_AS(given.supply("importance"), Error);
}

} // namespace tessera
