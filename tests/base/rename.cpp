#include "base/rename.hpp"

#include "base/file_descriptor.hpp"
#include "base/pending_output.hpp"
#include "support/images.hpp"

#include <tessera/error.hpp>

#include <doctest/doctest.h>
#include <fcntl.h>
#include <filesystem>
#include <sys/file.h>

namespace tessera {
using namespace internal;
namespace fs = std::filesystem;
using test::read_file;
using test::TemporaryFolder;
using test::write_file;
using Names = std::vector<std::string>;
namespace {

/// A folder with one file of that name.
void make_folder(const std::string &path, const std::string &file) {
    fs::create_directory(path);
    write_file((fs::path(path) / file).string(), file);
}

} // namespace

TEST_CASE("rename: folders, files and links are exchanged") {
    const TemporaryFolder folder;
    make_folder(folder.path("a"), "old");
    make_folder(folder.path("b"), "new");
    exchange(folder.path("b"), folder.path("a"));
    CHECK(folder.listing() == Names{"a", "a/new", "b", "b/old"});
    write_file(folder.path("c"), "text");
    fs::create_symlink("nowhere", folder.path("d"));
    exchange(folder.path("c"), folder.path("d"));
    CHECK(fs::is_symlink(folder.path("c")));
    CHECK(read_file(folder.path("d")) == "text");
    CHECK_THROWS_WITH_AS(exchange(folder.path("a"), folder.path("none")), doctest::Contains("none"),
                         Error);
    CHECK(fs::exists(folder.path("a/new")));
}

TEST_CASE("rename: a name that something has isn't free") {
    const TemporaryFolder folder;
    write_file(folder.path("new"), "new");
    write_file(folder.path("file"), "old");
    fs::create_directory(folder.path("folder"));
    fs::create_symlink("nowhere", folder.path("link"));
    for (const char *name : {"file", "folder", "link"})
        CHECK_THROWS_WITH_AS(rename_to_free(folder.path("new"), folder.path(name)),
                             doctest::Contains("exists already"), Error);
    rename_to_free(folder.path("new"), folder.path("free"));
    CHECK(folder.listing() == Names{"file", "folder", "free", "link"});
}

TEST_CASE("rename: what a kill between the steps of an exchange left comes back") {
    const TemporaryFolder folder;
    make_folder(folder.path(".x.replaced"), "old");
    restore_replaced(folder.path("x"));
    CHECK(folder.listing() == Names{"x", "x/old"});

    make_folder(folder.path(".x.replaced"), "older"); // or killed after the new one had its name
    restore_replaced(folder.path("x"));
    CHECK(folder.listing() == Names{"x", "x/old"});
}

TEST_CASE("rename: what is read stays until nobody reads it") {
    const TemporaryFolder folder;
    make_folder(folder.path("x"), "new");
    make_folder(folder.path(".x.replaced"), "old");
    {
        const FileDescriptor reader(folder.path(".x.replaced").c_str(), O_RDONLY | O_DIRECTORY);
        REQUIRE(::flock(reader.get(), LOCK_SH) == 0);
        restore_replaced(folder.path("x"));
        CHECK(fs::exists(folder.path(".x.replaced/old")));
    }
    restore_replaced(folder.path("x"));
    CHECK(folder.listing() == Names{"x", "x/new"});
}

TEST_CASE("rename: an output brings back the tree that a kill took, and refuses to replace it") {
    const TemporaryFolder folder;
    make_folder(folder.path(".wall_files.replaced"), "old");
    PendingOutput output(folder.path("wall.dz"), false);
    make_folder((output.folder() / "wall_files").string(), "new");
    CHECK_THROWS_WITH_AS(output.commit(Durability::buffered), doctest::Contains("exists already"),
                         Error);
    CHECK(fs::exists(folder.path("wall_files/old")));
}

} // namespace tessera
