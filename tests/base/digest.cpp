#include "base/hasher.hpp"

#include <tessera/error.hpp>

#include <doctest/doctest.h>

namespace tessera {
using namespace internal;

// The published XXH3-128 test vector for no bytes and seed 0.
TEST_CASE("digest: the hash of nothing is XXH3-128's own") {
    CHECK(to_string(digest_of("")) == "99aa06d3014798d86001c324468d497f");
}

TEST_CASE("digest: text and bytes round-trip") {
    const Digest digest = digest_of("tessera");
    CHECK(parse_digest(to_string(digest)) == digest);
}

TEST_CASE("digest: what is not 32 lower-case hexadecimal digits is refused") {
    for (const char *text :
         {"", "12", "99AA06D3014798D86001C324468D497F", "99aa06d3014798d86001c324468d497g",
          "99aa06d3014798d86001c324468d497f0"})
        CHECK_THROWS_AS(static_cast<void>(parse_digest(text)), Error);
}

TEST_CASE("digest: streamed bytes hash as the whole does, texts by their borders too") {
    const std::string text = "a mosaic is a long text over a small alphabet";
    Hasher streamed;
    for (const char c : text)
        streamed.add(std::as_bytes(std::span(&c, 1)));
    CHECK(streamed.digest() == digest_of(text));
    CHECK(Hasher().add(std::string_view("ab")).add(std::string_view("c")).digest() !=
          Hasher().add(std::string_view("a")).add(std::string_view("bc")).digest());
}

} // namespace tessera
