#include "support/images.hpp"

#include <tessera/error.hpp>
#include <tessera/library.hpp>

#include <doctest/doctest.h>
#include <filesystem>

namespace tessera {
namespace fs = std::filesystem;
using test::TemporaryFolder;
namespace {

using Names = std::vector<std::string>;

Names names(const std::vector<std::string> &inputs) {
    Names found;
    for (const Photo &photo : find_photos(inputs))
        found.push_back(photo.name);
    return found;
}

} // namespace

TEST_CASE("scan: folders give their pictures in byte order of paths, hidden things left out") {
    const TemporaryFolder folder;
    for (const char *sub : {"a", "a-b", ".hidden", "a/deep"})
        fs::create_directory(folder.path(sub));
    for (const char *name :
         {"z.JPG", "B.png", "b.jpeg", "a/x.webp", "a-b/x.gif", "a/deep/y.tif", "a/notes.txt",
          ".secret.jpg", ".hidden/no.jpg", "data.csv", "film.mp4"})
        test::write_file(folder.path(name), "");
    fs::create_directory_symlink(folder.path(), folder.path("a/loop"));
    CHECK(names({folder.path()}) ==
          Names{"B.png", "a-b/x.gif", "a/deep/y.tif", "a/x.webp", "b.jpeg", "z.JPG"});
}

TEST_CASE("scan: a file named outright counts whatever its suffix, and only once") {
    const TemporaryFolder folder;
    test::write_file(folder.path("picture.unknown"), "");
    test::write_file(folder.path("b.jpg"), "");
    CHECK(names({folder.path("picture.unknown"), folder.path("b.jpg"), folder.path()}) ==
          Names{"b.jpg", "picture.unknown"});
}

TEST_CASE("scan: globs, and names that only look like globs or lists") {
    const TemporaryFolder folder;
    for (const char *name : {"a1.jpg", "a2.jpg", "b1.jpg", "[x].jpg", "@list"})
        test::write_file(folder.path(name), "");
    CHECK(names({folder.path("a*.jpg")}) == Names{"a1.jpg", "a2.jpg"});
    CHECK(names({folder.path("[x].jpg")}) == Names{"[x].jpg"});
    CHECK(names({folder.path("@list")}) == Names{"@list"});
    CHECK_THROWS_WITH_AS(names({folder.path("c*.jpg")}), doctest::Contains("no file matches"),
                         Error);
}

TEST_CASE("scan: lists have one path a line, and comments") {
    const TemporaryFolder folder;
    test::write_file(folder.path("a b.jpg"), "");
    test::write_file(folder.path("list"),
                     "# why it was skipped\n\n" + folder.path("a b.jpg") + "\r\n");
    CHECK(names({"@" + folder.path("list")}) == Names{"a b.jpg"});
    CHECK_THROWS_WITH_AS(names({"@" + folder.path("none")}), doctest::Contains("none"), Error);
}

TEST_CASE("scan: a missing input is an error that names it") {
    CHECK_THROWS_WITH_AS(names({"/no/such/photo.jpg"}), doctest::Contains("/no/such/photo.jpg"),
                         Error);
}

} // namespace tessera
