#include "base/pending_folder.hpp"

#include "support/images.hpp"

#include <tessera/error.hpp>

#include <doctest/doctest.h>
#include <filesystem>
#include <optional>
#include <sys/wait.h>

namespace tessera {
using namespace internal;
namespace fs = std::filesystem;
using test::read_file;
using test::TemporaryFolder;
using test::write_file;
using Names = std::vector<std::string>;
namespace {

void save(const std::string &path, const std::string &content, bool replace = true) {
    PendingFolder output(path, replace);
    write_file((output.path() / content).string(), content);
    output.commit();
}

/// The only entry of a folder whose name is hidden.
std::string hidden_in(const TemporaryFolder &folder) {
    for (const auto &entry : fs::directory_iterator(folder.path()))
        if (entry.path().filename().string().starts_with('.'))
            return entry.path().string();
    return {};
}

} // namespace

TEST_CASE("output folder: it appears whole, and takes the name from the one before") {
    const TemporaryFolder folder;
    {
        const PendingFolder output(folder.path("x"), false);
        write_file((output.path() / "half").string(), "");
        CHECK_FALSE(fs::exists(folder.path("x")));
    }
    CHECK(folder.listing().empty());
    save(folder.path("x/"), "first", false);
    CHECK(folder.listing() == Names{"x", "x/first"});
    save(folder.path("x"), "second");
    CHECK(folder.listing() == Names{"x", "x/second"});
}

TEST_CASE("output folder: what it must not replace is refused, and stays") {
    const TemporaryFolder folder;
    write_file(folder.path("file"), "old");
    for (const bool replace : {false, true})
        CHECK_THROWS_AS(PendingFolder(folder.path("file"), replace), Error);
    CHECK_THROWS_WITH_AS(PendingFolder(folder.path("file"), true), doctest::Contains("folder"),
                         Error);
    fs::create_directory(folder.path("x"));
    CHECK_THROWS_WITH_AS(PendingFolder(folder.path("x"), false), doctest::Contains("exists"),
                         Error);
    CHECK_THROWS_WITH_AS(PendingFolder(folder.path("no/x"), true),
                         doctest::Contains("there is no folder"), Error);
    CHECK_THROWS_AS(PendingFolder(folder.path("x/.."), true), Error);
    PendingFolder late(folder.path("y"), false);
    write_file(folder.path("y"), "theirs");
    CHECK_THROWS_AS(late.commit(), Error);
    CHECK(read_file(folder.path("y")) == "theirs");
}

TEST_CASE("output folder: a link stays, and leads to the new folder") {
    const TemporaryFolder folder;
    save(folder.path("x"), "first");
    fs::create_directory_symlink("x", folder.path("link"));
    save(folder.path("link"), "second");
    CHECK(fs::is_symlink(folder.path("link")));
    CHECK(fs::exists(folder.path("x/second")));
}

TEST_CASE("output folder: one that is read stays until its last reader went") {
    const TemporaryFolder folder;
    save(folder.path("x"), "first");
    std::optional<SharedFolder> one(folder.path("x")), two(folder.path("x"));
    save(folder.path("x"), "second");
    CHECK(FileDescriptor(one->get(), "first", O_RDONLY).get() >= 0);
    one.reset();
    CHECK(FileDescriptor(two->get(), "first", O_RDONLY).get() >= 0);
    const SharedFolder newer(folder.path("x"));
    CHECK(FileDescriptor(newer.get(), "second", O_RDONLY).get() >= 0);
    save(folder.path("x"), "third"); // must not remove what is still read either
    CHECK(FileDescriptor(two->get(), "first", O_RDONLY).get() >= 0);
    two.reset();
    CHECK(folder.listing().size() == 4); // the second in its hidden folder, and the third
}

TEST_CASE("output folder: what a killed reader kept is removed by the next output") {
    const TemporaryFolder folder;
    save(folder.path("x"), "first");
    const pid_t child = ::fork();
    if (child == 0) {
        const SharedFolder reader(folder.path("x"));
        save(folder.path("x"), "second");
        ::_exit(0); // as kill -9 would: no destructor runs
    }
    ::waitpid(child, nullptr, 0);
    CHECK_FALSE(hidden_in(folder).empty());
    save(folder.path("x"), "third");
    CHECK(folder.listing() == Names{"x", "x/third"});
}

TEST_CASE("output folder: a hidden folder that was opened as such is not removed") {
    const TemporaryFolder folder;
    const std::string name = folder.path(".x.partial-1-1");
    fs::create_directory(name);
    { const SharedFolder reader(name); }
    CHECK(fs::exists(name));
    CHECK_THROWS_WITH_AS(SharedFolder(folder.path("none")), doctest::Contains("none"), Error);
}

} // namespace tessera
