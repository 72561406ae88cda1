#include "capi/handles.hpp"

#include <doctest/doctest.h>
#include <thread>
#include <vector>

struct a_thing;
struct another_thing;

namespace tessera::capi {

TEST_CASE("handles: one that was freed, of another kind or made up is refused by its kind") {
    Handles<a_thing, int> things("thing");
    Handles<another_thing, int> others("other");
    a_thing *thing = things.add(std::make_shared<int>(7));
    another_thing *other = others.add(std::make_shared<int>(8));
    CHECK(*things.get(thing) == 7);
    CHECK_THROWS_WITH_AS(static_cast<void>(things.get(reinterpret_cast<a_thing *>(other))),
                         doctest::Contains("no handle of a thing"), Error);
    CHECK_THROWS_WITH_AS(static_cast<void>(things.get(nullptr)), "the handle of a thing is null",
                         Error);
    things.remove(thing);
    CHECK_THROWS_AS(static_cast<void>(things.get(thing)), Error);
    CHECK_THROWS_AS(things.remove(thing), Error);
    CHECK_NOTHROW(things.remove(nullptr));
    CHECK(things.add(std::make_shared<int>(9)) != thing); // not given out again
}

TEST_CASE("handles: an object lives while somebody works with it, freed or not") {
    Handles<a_thing, int> things("thing");
    const auto object = std::make_shared<int>(7);
    a_thing *thing = things.add(object);
    const auto held = things.get(thing);
    things.remove(thing);
    CHECK(object.use_count() == 2);
}

TEST_CASE("handles: eight threads add, use and free at once") {
    Handles<a_thing, int> things("thing");
    a_thing *shared = things.add(std::make_shared<int>(1));
    std::vector<std::jthread> threads;
    std::atomic<int> sum = 0;
    for (int i = 0; i < 8; ++i)
        threads.emplace_back([&] {
            for (int j = 0; j < 500; ++j) {
                a_thing *own = things.add(std::make_shared<int>(j));
                sum += *things.get(own) - j + *things.get(shared);
                things.remove(own);
            }
        });
    threads.clear(); // joins
    CHECK(sum == 8 * 500);
}

} // namespace tessera::capi
