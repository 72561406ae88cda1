#include "support/images.hpp"

#include <tessera/error.hpp>
#include <tessera/output.hpp>

#include <doctest/doctest.h>
#include <filesystem>

namespace tessera {
namespace fs = std::filesystem;
using test::TemporaryFolder;

TEST_CASE("scratch folder: is gone at the end, with all that is in it") {
    const TemporaryFolder folder;
    {
        const ScratchFolder scratch(folder.path(), "work");
        fs::create_directory(scratch.path() + "/inner");
        test::write_file(scratch.path() + "/inner/file", "text");
        CHECK(folder.listing().front().starts_with(".work."));
    }
    CHECK(folder.listing().empty());
}

TEST_CASE("scratch folder: abandon_outputs() removes it") {
    const TemporaryFolder folder;
    const ScratchFolder scratch(folder.path(), "work");
    test::write_file(scratch.path() + "/file", "text");
    abandon_outputs();
    CHECK(folder.listing().empty());
}

TEST_CASE(
    "scratch folder: what a killed process left goes with the next one, what is in use stays") {
    const TemporaryFolder folder;
    const std::string left = folder.path(".work.partial-1-0");
    fs::create_directory(left);
    const ScratchFolder scratch(folder.path(), "work"), other(folder.path(), "work");
    CHECK_FALSE(fs::exists(left));
    CHECK(fs::exists(scratch.path()));
    CHECK(scratch.path() != other.path());
}

TEST_CASE("scratch folder: a folder that isn't there is an error that names it") {
    CHECK_THROWS_WITH_AS(ScratchFolder("/nowhere", "work"),
                         doctest::Contains("there is no folder '/nowhere'"), Error);
}

} // namespace tessera
