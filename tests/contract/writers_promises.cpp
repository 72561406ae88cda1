// What every writer must do: what it promises beforehand is so, and nothing else decides its bytes.

#include "contract/outputs.hpp"

#include <tessera/error.hpp>
#include <tessera/writer.hpp>

#include <algorithm>
#include <doctest/doctest.h>
#include <filesystem>
#include <map>
#include <set>

namespace tessera {
namespace fs = std::filesystem;
using test::Files;
using test::Output;
using test::TemporaryFolder;
namespace {

/// What stands in a folder itself.
std::set<std::string> names_in(const TemporaryFolder &folder) {
    std::set<std::string> names;
    for (const auto &entry : fs::directory_iterator(folder.path()))
        names.insert(entry.path().filename().string());
    return names;
}

/// A zip keeps the time of each file.
bool tells_time(const Output &output) { return output.suffix == ".szi"; }

/// The parts of an output, made by two threads each.
std::vector<std::string> make_parts(const Mosaic &mosaic, const Output &output,
                                    const TemporaryFolder &folder, int count) {
    std::vector<std::string> parts;
    for (int index = 1; index <= count; ++index) {
        parts.push_back(folder.path(std::to_string(index) + output.suffix + ".part"));
        write_part(mosaic, {parts.back(), {}}, {index, count}, output.options(true),
                   {.threads = 2});
    }
    return parts;
}

std::uint64_t bytes_of(const Files &files) {
    std::uint64_t bytes = 0;
    for (const auto &[name, contents] : files)
        bytes += contents.size();
    return bytes;
}

} // namespace

TEST_CASE("writers: the same bytes at 1, 2 and 7 threads") {
    const TemporaryFolder library;
    const Mosaic mosaic = test::usual_mosaic(library, {20, 15});
    for (const Output &output : test::distinct_outputs()) {
        CAPTURE(output.text());
        std::vector<Files> found;
        for (const int threads : {1, 2, 7}) {
            const TemporaryFolder folder;
            write(mosaic, output.target(folder, "x"), output.options(), {.threads = threads});
            found.push_back(files_of(folder));
        }
        CHECK((found[0] == found[1] || tells_time(output)));
        CHECK((found[0] == found[2] || tells_time(output)));
    }
}

TEST_CASE("writers: parts are joined to the bytes of the whole, in one file as in many") {
    const TemporaryFolder library;
    const Mosaic mosaic = test::usual_mosaic(library, {9, 4}); // fewer rows than shards, at last
    for (const Output &output : test::distinct_outputs()) {
        CAPTURE(output.text());
        const TemporaryFolder parts_folder, whole;
        if (!output.get().makes_parts()) {
            CHECK_THROWS_AS(make_parts(mosaic, output, parts_folder, 1), Error);
            CHECK(names_in(parts_folder).empty());
            continue;
        }
        write(mosaic, output.target(whole, "x"), output.options());
        for (const int count : {1, 2, 3, 5}) {
            CAPTURE(count);
            const auto parts = make_parts(mosaic, output, parts_folder, count);
            const TemporaryFolder joined;
            join_parts(parts, joined.path("x" + output.suffix));
            CHECK((files_of(joined) == files_of(whole) || tells_time(output)));
        }
    }
}

TEST_CASE("writers: an output that is there is refused, or replaced whole") {
    const TemporaryFolder library;
    const Mosaic small = test::usual_mosaic(library, {2, 2}),
                 large = test::usual_mosaic(library, {9, 7});
    for (const Output &output : test::distinct_outputs()) {
        CAPTURE(output.text());
        const TemporaryFolder folder, fresh;
        const Target target = output.target(folder, "x");
        write(large, target, output.options());
        const Files before = files_of(folder);
        CHECK_THROWS_WITH_AS(write(small, target, output.options()),
                             doctest::Contains("exists already"), Error);
        CHECK((files_of(folder) == before));
        write(small, target, output.options(true));
        write(small, output.target(fresh, "x"), output.options());
        CHECK((files_of(folder) == files_of(fresh) || tells_time(output)));
        CHECK(folder.listing() == fresh.listing());
    }
}

TEST_CASE("writers: what stands beside the target was named, and the report is true") {
    const TemporaryFolder library;
    for (const Grid grid : {Grid{1, 1}, {9, 7}}) {
        const Mosaic mosaic = test::usual_mosaic(library, grid);
        for (const Output &output : test::distinct_outputs()) {
            CAPTURE(output.text());
            CAPTURE(grid.columns);
            const TemporaryFolder folder;
            const Target target = output.target(folder, "x");
            const WriteReport report = write(mosaic, target, output.options());
            const auto companions = output.get().companions(target);
            std::set<std::string> named(companions.begin(), companions.end());
            named.insert(fs::path(target.path).filename().string());
            for (const std::string &name : names_in(folder))
                CHECK(named.contains(name));
            CHECK(fs::is_regular_file(report.path));
            CHECK(report.writer == output.writer);
            CHECK(report.bytes == bytes_of(files_of(folder)));
            const auto needed = output.get().needed_bytes(target, mosaic.form());
            CHECK((needed == 0 || needed >= report.bytes));
        }
    }
}

TEST_CASE("writers: what can't be written is refused with a reason before any work") {
    const TemporaryFolder library, folder;
    const Mosaic mosaic = test::usual_mosaic(library);
    for (const Output &output : test::outputs()) {
        CAPTURE(output.text());
        const Target target = output.target(folder, "x");
        const Target misspelt{target.path, "no-such-option=1"};
        CHECK_FALSE(output.refusal(misspelt, mosaic.form()).empty());
        CHECK_THROWS_AS(write(mosaic, misspelt, output.options()), Error);
        for (const MosaicForm &form : {mosaic.form(),
                                       {{9, 7}, {16, 16}, true},
                                       {{9, 7}, {13, 11}},
                                       {{70'000, 1}, {16, 16}}}) {
            const std::string clause = output.get().refusal(target, form),
                              sentence = output.refusal(target, form);
            CHECK(clause.empty() == sentence.empty());
            CHECK(sentence.find(clause) != std::string::npos);
            CHECK_FALSE(clause.ends_with('.'));
        }
        CHECK(names_in(folder).empty());
    }
}

TEST_CASE("writers: progress ends where it said it would") {
    const TemporaryFolder library;
    const Mosaic mosaic = test::usual_mosaic(library);
    for (const Output &output : test::distinct_outputs()) {
        CAPTURE(output.text());
        const TemporaryFolder folder;
        std::map<std::string, Progress, std::less<>> last;
        write(mosaic, output.target(folder, "x"), output.options(),
              {.progress = [&](const Progress &now) { last[std::string(now.stage)] = now; }});
        REQUIRE(last.contains("write"));
        CHECK(last["write"].total == static_cast<std::uint64_t>(mosaic.size().height));
        for (const auto &[stage, progress] : last)
            CHECK(progress.done == progress.total);
    }
}

} // namespace tessera
