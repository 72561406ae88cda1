#include "image/open.hpp"

#include "image/session.hpp"

#include "support/images.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

namespace tessera {
using namespace internal;
using test::TemporaryFolder;

TEST_CASE("open: what is no picture file is refused at once, with its name and the reason") {
    const TemporaryFolder folder;
    test::write_file(folder.path("empty.jpg"), "");
    test::write_file(folder.path("text.jpg"), "this is not a picture at all, however it is called");
    test::write_file(folder.path("damaged.svgz"), "\x1f\x8b and then nothing");
    REQUIRE(::mkfifo(folder.path("pipe.jpg").c_str(), 0600) == 0);
    for (const auto &[name, why] : {std::pair("missing.jpg", "No such file"),
                                    {"", "it is a folder"},
                                    {"empty.jpg", "it is empty"},
                                    {"pipe.jpg", "not a regular file"},
                                    {"damaged.svgz", "gzip"},
                                    {"text.jpg", "not a picture"}})
        try {
            static_cast<void>(PictureFile(folder.path(name)).load(VIPS_ACCESS_SEQUENTIAL));
            FAIL("opened: " << name);
        } catch (const Error &error) {
            CHECK(error.code() == ErrorCode::unreadable_image);
            CHECK(std::string(error.what()).find(folder.path(name)) != std::string::npos);
            CHECK(std::string(error.what()).find(why) != std::string::npos);
        }
}

TEST_CASE("open: a name in brackets is a name, not loader options") {
    const TemporaryFolder folder;
    const std::string path = folder.path("photo.jpg[shrink=2]");
    test::gradient(64, 48).write_to_file(folder.path("photo.jpg").c_str());
    std::filesystem::rename(folder.path("photo.jpg"), path);
    CHECK(PictureFile(path).load(VIPS_ACCESS_SEQUENTIAL).width() == 64);
}

TEST_CASE("open: a truncated picture fails where one thread pulls its pixels") {
    const TemporaryFolder folder;
    const ScopedConcurrency one_worker(1);
    for (const char *name : {"photo.jpg", "photo.png", "photo.webp"}) {
        test::noise(64, 48, 1).write_to_file(folder.path(name).c_str());
        const std::string whole = test::read_file(folder.path(name));
        for (const double share : {0.5, 0.8, 0.95}) {
            test::write_file(folder.path(name), whole.substr(0, static_cast<std::size_t>(
                                                                    double(whole.size()) * share)));
            CHECK_THROWS(static_cast<void>(
                PictureFile(folder.path(name)).load(VIPS_ACCESS_SEQUENTIAL).avg()));
        }
    }
}

TEST_CASE("open: suffixes are those of picture formats, not of tables or raw data") {
    for (const char *suffix : {".jpg", ".jpeg", ".png", ".tif", ".webp", ".gif", ".heic"})
        CHECK(picture_suffixes().contains(suffix));
    for (const char *suffix : {".csv", ".raw", ".txt", ".mp4"})
        CHECK_FALSE(picture_suffixes().contains(suffix));
}

} // namespace tessera
