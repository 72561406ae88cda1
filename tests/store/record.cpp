#include "store/record.hpp"

#include "base/hasher.hpp"

#include <doctest/doctest.h>

namespace tessera {
using namespace internal;
namespace {

TileRecord some_record() {
    TileRecord record;
    record.path = "/a/b.jpg";
    record.name = "b.jpg";
    record.file_bytes = 1;
    record.captured = "2024-05-31T12:00:00";
    record.shape = {3, 2, 4};
    record.tags = {"sea", ""};
    record.variation = R"({"flip":true})";
    return record;
}

} // namespace

TEST_CASE("record: bytes round-trip, and every shortened or lengthened form is refused") {
    const auto bytes = encode_record(some_record());
    CHECK(decode_record(bytes) == some_record());
    for (std::size_t length = 0; length < bytes.size(); ++length)
        CHECK_FALSE(decode_record(std::span(bytes).first(length)));
    auto longer = bytes;
    longer.push_back(0);
    CHECK_FALSE(decode_record(longer));
    for (const Label &label : {Label(), Label(-5), Label("5"), Label("")}) {
        TileRecord record = some_record();
        record.label = label;
        CHECK(decode_record(encode_record(record)) == record);
    }
}

TEST_CASE("record: a seal breaks with any changed bit") {
    const auto sealed = seal({1, 2, 3, 4});
    REQUIRE(unseal(sealed));
    CHECK(unseal(sealed)->size() == 4);
    for (std::size_t bit = 0; bit < sealed.size() * 8; ++bit) {
        auto damaged = sealed;
        damaged[bit / 8] = static_cast<std::uint8_t>(damaged[bit / 8] ^ (1U << (bit % 8)));
        CHECK_FALSE(unseal(damaged));
    }
    CHECK_FALSE(unseal(std::span(sealed).first(3)));
}

TEST_CASE("record: a description round-trips; nonsense is refused") {
    StoreInfo info{.tile = {64, 48}, .tiles = 5};
    CHECK(decode_info(encode_info(info)) == info);
    info.tile = any_shape;
    CHECK(decode_info(encode_info(info)) == info);
    info.shard = {3, 8};
    info.shard_photos = digest_of("photos");
    CHECK(decode_info(encode_info(info)) == info);
    info.tile.height = 5;
    CHECK_FALSE(decode_info(encode_info(info)));
    for (const char *text : {"", "{}", "[1]", "{\"tiles\":\"many\"}", "null"})
        CHECK_FALSE(decode_info(text));
}

} // namespace tessera
