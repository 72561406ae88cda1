#include <tessera/error.hpp>

#include <doctest/doctest.h>
#include <string>
#include <vector>

namespace tessera {

TEST_CASE("nearest_name: the one with fewest edits, unless it takes too many") {
    const std::vector<std::string> names = {"year", "month", "name"};
    CHECK(nearest_name("yaer", names) == "year");
    CHECK(nearest_name("mnth", names) == "month");
    CHECK(nearest_name("names", names) == "name");
    CHECK(nearest_name("camera", names).empty());
    CHECK(nearest_name("year", {}).empty());
}

} // namespace tessera
