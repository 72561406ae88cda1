#include "image/colour.hpp"

#include <array>
#include <cmath>
#include <doctest/doctest.h>
#include <random>

namespace tessera {

TEST_CASE("colour: the rough Lab is within 0.001 of the exact one, from black to white") {
    std::mt19937 random(1);
    std::uniform_real_distribution<double> level(0, 255);
    for (int i = 0; i < 20'000; ++i) {
        std::array<double, 3> rgb = {level(random), level(random), level(random)};
        if (i % 4 == 0) // dark, where the curves are steepest
            for (double &value : rgb)
                value /= 40;
        if (i < 256)
            rgb.fill(i);
        const Lab exact = to_lab(rgb.data()), rough = to_lab_roughly(rgb.data());
        for (std::size_t channel = 0; channel < 3; ++channel)
            REQUIRE(std::abs(exact[channel] - rough[channel]) < 0.001);
    }
}

} // namespace tessera
