// Bits as DEFLATE packs them: the first one lowest.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>

namespace tessera::internal {

static_assert(std::endian::native == std::endian::little, "words are packed as they lie in memory");

/// Bytes beyond its end that a bit string must have for BitWriter::copy(), and a buffer for all.
inline constexpr std::size_t bit_padding = 8;

inline std::uint64_t load_word(const std::uint8_t *from) noexcept {
    std::uint64_t word;
    std::memcpy(&word, from, sizeof word);
    return word;
}

/// At most 63 bits, the rest of them 0.
struct BitWord {
    std::uint64_t bits = 0;
    unsigned count = 0;

    /// Appends what comes after. REQUIRES: count + next.count <= 63.
    constexpr BitWord &operator+=(BitWord next) noexcept {
        bits |= next.bits << count;
        count += next.count;
        return *this;
    }
};

/// Puts bits after bits into a buffer, 8 bytes at a time. REQUIRES of the buffer: room for all
/// bits and bit_padding bytes.
class BitWriter {
  public:
    explicit BitWriter(std::uint8_t *to) noexcept : to_(to) {}

    void put(BitWord word) noexcept {
        word_ |= word.bits << used_;
        used_ += word.count;
        if (used_ < 64)
            return;
        store();
        used_ -= 64;
        word_ = word.bits >> (word.count - used_);
    }

    /// Puts a string of `count` bits that starts with the lowest one of a byte.
    void copy(const std::uint8_t *from, std::uint64_t count) noexcept {
        for (const unsigned left = 63 - used_; count >= 64; count -= 64, from += 8) {
            const std::uint64_t word = load_word(from);
            word_ |= word << used_;
            store();
            word_ = word >> 1 >> left; // no shift by 64, which would do nothing
        }
        if (count > 0)
            put({load_word(from) & ~(~std::uint64_t{0} << count), static_cast<unsigned>(count)});
    }

    /// Fills the last byte up. Returns where the next one goes.
    std::uint8_t *finish() noexcept {
        std::uint8_t *const end = to_ + (used_ + 7) / 8;
        store();
        to_ = end;
        word_ = 0;
        used_ = 0;
        return end;
    }

    /// Where whole words were put up to; and goes on elsewhere, where all of that stands.
    [[nodiscard]] const std::uint8_t *position() const noexcept { return to_; }
    void move_to(std::uint8_t *to) noexcept { to_ = to; }

  private:
    void store() noexcept {
        std::memcpy(to_, &word_, sizeof word_);
        to_ += sizeof word_;
    }

    std::uint8_t *to_;
    std::uint64_t word_ = 0;
    unsigned used_ = 0; ///< bits of word_, below 64
};

} // namespace tessera::internal
