#include "write/variant_cache.hpp"

#include "support/images.hpp"

#include <doctest/doctest.h>

namespace tessera {
using namespace internal;
using test::TemporaryFolder;
namespace {

std::vector<std::uint8_t> bytes_for(VariantIndex variant) {
    return std::vector<std::uint8_t>(100 + variant * 7, static_cast<std::uint8_t>(variant));
}

} // namespace

TEST_CASE("variant cache: gives back what was put, in memory, in a file, or in both") {
    const TemporaryFolder folder;
    constexpr std::size_t variants = 300;
    for (const std::uint64_t memory : {0U, 50'000U, 10'000'000U}) {
        VariantCache cache(variants, memory, folder.path(), "wall.png");
        parallel_for(variants, 4, [&] {
            return [&](std::size_t i) {
                const auto variant = static_cast<VariantIndex>(i);
                cache.put(variant, bytes_for(variant));
            };
        });
        cache.seal();
        CHECK(cache.in_file() == (memory < 10'000'000));
        CHECK(folder.listing().empty()); // the file has no name
        for (int round = 0; round < 2; ++round) {
            for (VariantIndex variant = 0; variant < variants; ++variant) {
                const auto expected = bytes_for(variant);
                CHECK(std::ranges::equal(cache[variant], expected));
                cache.trim(1);
            }
        }
    }
}

TEST_CASE("variant cache: every variant of a mosaic is encoded once, the error of one is thrown") {
    const TemporaryFolder folder;
    const TileLibrary library = test::make_library(folder, 5, {8, 8});
    const Mosaic mosaic = Mosaic::of_tiles({3, 2}, {4, 0, 4, 2, 0, 4}, library);
    VariantCache cache(3, 1000, folder.path(), "wall.png");
    std::atomic<int> calls = 0;
    encode_variants(used_variants(mosaic, mosaic.uses()), cache, {.threads = 3}, [&] {
        return [&](std::span<const std::uint8_t> pixels, std::vector<std::uint8_t> &bytes) {
            ++calls;
            bytes.assign(pixels.begin(), pixels.end());
        };
    });
    CHECK(calls == 3);
    CHECK(std::ranges::equal(cache[1], library.store().view(2)));

    VariantCache other(3, 1000, folder.path(), "wall.png");
    CHECK_THROWS_AS(encode_variants(used_variants(mosaic, mosaic.uses()), other, {.threads = 3},
                                    [] {
                                        return [](auto, std::vector<std::uint8_t> &) {
                                            throw std::runtime_error("no");
                                        };
                                    }),
                    std::runtime_error);
}

TEST_CASE("output file: pieces made by many threads stand in order, wherever they were made") {
    const TemporaryFolder folder;
    std::vector<std::size_t> order;
    OutputFile file(folder.path("x"), "x");
    append_in_order(
        file, 500, {.threads = 5},
        [] {
            return [](std::size_t i, std::vector<std::uint8_t> &bytes) {
                bytes.assign(i % 97, static_cast<std::uint8_t>(i));
            };
        },
        [&](std::size_t i, std::span<const std::uint8_t>) { order.push_back(i); });
    file.close();
    std::string expected;
    for (std::size_t i = 0; i < 500; ++i) {
        expected.append(i % 97, static_cast<char>(i));
        CHECK(order[i] == i);
    }
    CHECK(test::read_file(folder.path("x")) == expected);
}

} // namespace tessera
