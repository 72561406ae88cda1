#include "write/variant_cache.hpp"

#include <tessera/error.hpp>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <spdlog/fmt/fmt.h>
#include <sys/mman.h>
#include <utility>

namespace tessera::internal {
namespace {

constexpr std::size_t sampled_variants = 4096;
constexpr std::uint64_t least_mapped = std::uint64_t{64}
                                       << 10; // by Linux, for one byte that is read

} // namespace

VariantCache::VariantCache(std::size_t variants, std::uint64_t memory, std::string folder,
                           std::string target)
    : entries_(variants), memory_(memory), folder_(std::move(folder)), target_(std::move(target)) {}

VariantCache::~VariantCache() {
    if (map_)
        ::munmap(map_, file_->size());
}

void VariantCache::put(VariantIndex variant, std::span<const std::uint8_t> bytes) {
    Entry &entry = entries_[variant];
    entry.size = bytes.size();
    {
        const std::lock_guard lock(mutex_);
        bytes_ += bytes.size();
        // The rest is for mapped pages, the bands being composed, the tiles and the program.
        if (in_memory_ + bytes.size() <= memory_ / 8 * 3) {
            in_memory_ += bytes.size();
            entry.memory = std::make_unique_for_overwrite<std::uint8_t[]>(bytes.size());
        } else if (!file_) {
            file_ = std::make_unique<OutputFile>(folder_ + "/.variants", target_,
                                                 OutputFile::Name::removed);
        }
    }
    if (entry.memory)
        std::copy(bytes.begin(), bytes.end(), entry.memory.get());
    else
        entry.offset = file_->append(bytes);
}

void VariantCache::seal() {
    if (!file_)
        return;
    void *map = ::mmap(nullptr, file_->size(), PROT_READ, MAP_SHARED, file_->descriptor(), 0);
    if (map == MAP_FAILED)
        throw Error(ErrorCode::write_failed,
                    fmt::format("cannot write '{}': {} bytes of encoded tiles can't be mapped: {}",
                                target_, file_->size(), std::strerror(errno)));
    map_ = static_cast<std::uint8_t *>(map);
}

std::span<const std::uint8_t> VariantCache::operator[](VariantIndex variant) const noexcept {
    const Entry &entry = entries_[variant];
    return {entry.memory ? entry.memory.get() : map_ + entry.offset, entry.size};
}

void VariantCache::trim(std::uint64_t reads) const noexcept {
    if (!map_)
        return;
    const std::uint64_t read = reads * std::max(bytes_ / entries_.size(), least_mapped);
    if (read_.fetch_add(read) + read < memory_ / 8)
        return;
    read_ = 0;
    ::madvise(map_, file_->size(), MADV_DONTNEED); // still in the system's cache, no longer ours
}

std::vector<std::uint64_t> uses_in(const Mosaic &mosaic, Range rows) {
    std::vector<std::uint64_t> uses(mosaic.variants().size());
    const auto columns = static_cast<std::size_t>(mosaic.grid().columns);
    for (const VariantIndex variant :
         mosaic.cells().subspan(rows.begin * columns, rows.size() * columns))
        ++uses[variant];
    return uses;
}

SomeVariants used_variants(const Mosaic &mosaic, std::span<const std::uint64_t> uses) {
    SomeVariants some{mosaic, {}};
    for (VariantIndex variant = 0; variant < uses.size(); ++variant)
        if (uses[variant] > 0)
            some.variants.push_back(variant);
    return some;
}

std::vector<VariantIndex> sample_variants(const Mosaic &mosaic) {
    const std::size_t variants = mosaic.variants().size();
    std::vector<VariantIndex> sample(std::min(variants, sampled_variants));
    for (std::size_t i = 0; i < sample.size(); ++i)
        sample[i] = static_cast<VariantIndex>(i * variants / sample.size());
    return sample;
}

} // namespace tessera::internal
