#include "base/pending_output.hpp"

#include "support/images.hpp"

#include <tessera/error.hpp>
#include <tessera/output.hpp>

#include <doctest/doctest.h>
#include <filesystem>
#include <sys/wait.h>
#include <unistd.h>

namespace tessera {
using namespace internal;
namespace fs = std::filesystem;
using test::read_file;
using test::TemporaryFolder;
using test::write_file;
using Names = std::vector<std::string>;

TEST_CASE("output: nothing stands under the final name until commit") {
    const TemporaryFolder folder;
    PendingOutput output(folder.path("wall.png"), false);
    write_file(output.path(), "pixels");
    CHECK_FALSE(fs::exists(folder.path("wall.png")));
    CHECK(output.commit(Durability::buffered).bytes == 6);
    CHECK(read_file(folder.path("wall.png")) == "pixels");
}

TEST_CASE("output: one that isn't committed leaves nothing") {
    const TemporaryFolder folder;
    {
        const PendingOutput output(folder.path("wall.png"), false);
        write_file(output.path(), "half");
    }
    CHECK(folder.listing().empty());
}

TEST_CASE("output: what exists is refused, and replaced only when asked") {
    const TemporaryFolder folder;
    write_file(folder.path("wall.png"), "old");
    CHECK_THROWS_WITH_AS(PendingOutput(folder.path("wall.png"), false),
                         doctest::Contains("exists already"), Error);
    PendingOutput output(folder.path("wall.png"), true);
    write_file(output.path(), "new");
    CHECK(read_file(folder.path("wall.png")) == "old");
    output.commit(Durability::flushed);
    CHECK(read_file(folder.path("wall.png")) == "new");
}

TEST_CASE("output: one that appeared meanwhile is not overwritten") {
    const TemporaryFolder folder;
    PendingOutput output(folder.path("wall.png"), false);
    write_file(output.path(), "ours");
    write_file(folder.path("wall.png"), "theirs");
    CHECK_THROWS_AS(output.commit(Durability::buffered), Error);
    CHECK(read_file(folder.path("wall.png")) == "theirs");
}

TEST_CASE("output: trees move as a whole, and old trees give way") {
    const TemporaryFolder folder;
    for (const char *content : {"first", "second"}) {
        PendingOutput output(folder.path("wall.dz"), true);
        fs::create_directory(output.folder() / "wall_files");
        write_file((output.folder() / "wall_files" / "0.jpg").string(), content);
        write_file((output.folder() / "wall.dzi").string(), content);
        output.commit(Durability::flushed);
    }
    CHECK(folder.listing() == Names{"wall.dzi", "wall_files", "wall_files/0.jpg"});
    CHECK(read_file(folder.path("wall_files/0.jpg")) == "second");
}

TEST_CASE("output: where a folder has the name of one of its files, the old tree stays") {
    const TemporaryFolder folder;
    for (const char *name : {"wall_files", "wall.dzi"}) {
        fs::create_directory(folder.path(name));
        write_file(folder.path(name) + "/old", "old");
    }
    PendingOutput output(folder.path("wall.dz"), true);
    fs::create_directory(output.folder() / "wall_files");
    write_file((output.folder() / "wall.dzi").string(), "new");
    CHECK_THROWS_WITH_AS(output.commit(Durability::buffered), doctest::Contains("it is a folder"),
                         Error);
    CHECK(fs::exists(folder.path("wall_files/old")));
    CHECK(fs::exists(folder.path("wall.dzi/old")));
}

TEST_CASE("output: folders, missing folders and empty outputs are refused by name") {
    const TemporaryFolder folder;
    CHECK_THROWS_WITH_AS(PendingOutput(folder.path(), true), doctest::Contains("folder"), Error);
    CHECK_THROWS_WITH_AS(PendingOutput(folder.path("no/wall.png"), true),
                         doctest::Contains("there is no folder"), Error);
    PendingOutput nothing(folder.path("wall.png"), false);
    CHECK_THROWS_WITH_AS(nothing.commit(Durability::flushed),
                         doctest::Contains("nothing was written"), Error);
}

TEST_CASE("output: what a killed process left is removed, what a live one writes is not") {
    const TemporaryFolder folder;
    const pid_t child = ::fork();
    if (child == 0) {
        const PendingOutput output(folder.path("wall.png"), false);
        ::_exit(0); // as kill -9 would: no destructor runs
    }
    ::waitpid(child, nullptr, 0);
    REQUIRE(folder.listing().size() == 1);
    const PendingOutput live(folder.path("wall.png"), false);
    const PendingOutput second(folder.path("wall.png"), false);
    CHECK(folder.listing().size() == 2);
    CHECK(fs::exists(live.folder()));
}

TEST_CASE("output: names as long as a file system allows") {
    const TemporaryFolder folder;
    const std::string name = std::string(251, 'n') + ".png";
    PendingOutput output(folder.path(name), false);
    write_file(output.path(), "x");
    output.commit(Durability::buffered);
    CHECK(folder.listing() == Names{name});
}

TEST_CASE("output: abandoned outputs go at once") {
    const TemporaryFolder folder;
    const PendingOutput output(folder.path("wall.png"), false);
    write_file(output.path(), "half");
    abandon_outputs();
    CHECK(folder.listing().empty());
}

TEST_CASE("output: a file is saved whole, and replaced only if it may be") {
    const TemporaryFolder folder;
    const std::string path = folder.path("page.html"), bytes("a\0b", 3);
    save_output(path, bytes, false);
    CHECK(read_file(path) == bytes);
    CHECK_THROWS_AS(save_output(path, "new", false), Error);
    CHECK(read_file(path) == bytes);
    save_output(path, "new", true);
    CHECK(read_file(path) == "new");
    CHECK(folder.listing() == std::vector<std::string>{"page.html"});
}

} // namespace tessera
