// Encoded variants: each made once, kept in bounded memory.
// Why: docs/decisions/composed-writers-work-once-per-tile.md
#pragma once

#include "base/parallel.hpp"
#include "base/run.hpp"
#include "compose/variant.hpp"
#include "write/output_file.hpp"

#include <tessera/mosaic.hpp>
#include <tessera/run.hpp>
#include <tessera/writer.hpp>

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <vector>

namespace tessera::internal {

/// Bytes by variant. They stay in memory up to a limit; what comes after that goes to a file
/// without a name, which is mapped. Thread-safe between put()s, and between reads.
class VariantCache {
  public:
    /// folder: where the file is made, if there must be one, for the output `target`.
    VariantCache(std::size_t variants, std::uint64_t memory, std::string folder,
                 std::string target);
    ~VariantCache();

    /// Keeps the bytes of a variant. REQUIRES: not called for it before, seal() not called.
    /// Throws: Error{write_failed}.
    void put(VariantIndex variant, std::span<const std::uint8_t> bytes);

    /// Ends the writing. REQUIRES: put() was called for every variant that will be read.
    void seal();

    /// Valid as long as the cache. REQUIRES: seal() was called.
    [[nodiscard]] std::span<const std::uint8_t> operator[](VariantIndex variant) const noexcept;

    [[nodiscard]] std::uint64_t bytes() const noexcept { return bytes_; } ///< of all that were put
    [[nodiscard]] bool in_file() const noexcept { return file_ != nullptr; }

    /// To be called now and then, with how many variants were read since: mapped pages count as
    /// memory of the process until they are let go of.
    void trim(std::uint64_t reads) const noexcept;

  private:
    struct Entry {
        std::unique_ptr<std::uint8_t[]> memory; ///< or, where there is none, in the file
        std::uint64_t offset = 0;
        std::size_t size = 0;
    };

    std::vector<Entry> entries_;
    std::uint64_t memory_;
    std::string folder_, target_;
    std::unique_ptr<OutputFile> file_;
    std::uint8_t *map_ = nullptr;
    std::uint64_t in_memory_ = 0, bytes_ = 0;
    mutable std::atomic<std::uint64_t> read_{0};
    std::mutex mutex_;
};

/// Some variants of a mosaic.
struct SomeVariants {
    const Mosaic &mosaic;
    std::vector<VariantIndex> variants; ///< ascending
};

/// How many cells of those rows each variant stands in, by variant.
[[nodiscard]] std::vector<std::uint64_t> uses_in(const Mosaic &mosaic, Range rows);

[[nodiscard]] inline std::uint64_t rows_of(const Mosaic &mosaic) {
    return static_cast<std::uint64_t>(mosaic.grid().rows);
}

/// The variants that have uses.
[[nodiscard]] SomeVariants used_variants(const Mosaic &mosaic, std::span<const std::uint64_t> uses);

/// Calls work(variant, pixels) for each variant, once, on several threads; `make` makes the work
/// of each. pixels: height x width x 3. Progress: stage "encode", variants.
template <class Make>
void for_each_variant(const SomeVariants &some, const RunOptions &run, Make &&make) {
    ProgressCounter progress(run, "encode", some.variants.size());
    parallel_for(some.variants.size(), threads_of(run), [&] {
        return [&, work = make(), scratch = std::vector<std::uint8_t>()](std::size_t i) mutable {
            throw_if_cancelled(run);
            work(some.variants[i], variant_pixels(some.mosaic, some.variants[i], scratch));
            progress.add(1);
        };
    });
}

/// Encodes variants into the cache. `make` makes the encoder of each thread:
/// encoder(pixels, bytes) fills the empty `bytes` with what stands for the pixels.
template <class Make>
void encode_variants(const SomeVariants &some, VariantCache &cache, const RunOptions &run,
                     Make &&make) {
    for_each_variant(some, run, [&] {
        return [&, encoder = make(), bytes = std::vector<std::uint8_t>()](
                   VariantIndex variant, std::span<const std::uint8_t> pixels) mutable {
            bytes.clear();
            encoder(pixels, bytes);
            cache.put(variant, bytes);
        };
    });
    cache.seal();
}

/// Variants that tell what all are like: all of them, or of very many some, evenly spread.
[[nodiscard]] std::vector<VariantIndex> sample_variants(const Mosaic &mosaic);

} // namespace tessera::internal
