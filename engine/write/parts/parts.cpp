// Which parts belong together, and what is wrong with the others.

#include "write/parts/parts.hpp"

#include "base/parallel.hpp"
#include "base/run.hpp"
#include "write/parts/output.hpp"

#include <tessera/error.hpp>

#include <algorithm>
#include <map>
#include <spdlog/fmt/fmt.h>
#include <utility>

namespace tessera::internal {
namespace {

using Clauses = std::vector<std::string>;

/// Sorts parts out.
struct Sorting {
    std::vector<PartFile> parts{};
    Clauses missing{}, unfit{};

    void open(const std::string &path) {
        try {
            parts.emplace_back(path);
        } catch (const Error &error) {
            (error.code() == ErrorCode::parts_missing ? missing : unfit)
                .push_back(fmt::format("'{}': {}", path, error.what()));
        }
    }

    /// Leaves those for which `why` has nothing to say.
    template <class Why> void drop(Why &&why) {
        std::vector<PartFile> good;
        for (PartFile &part : parts)
            if (const std::string clause = why(part); clause.empty())
                good.push_back(std::move(part));
            else
                unfit.push_back(fmt::format("'{}': {}", part.path(), clause));
        parts = std::move(good);
    }

    [[noreturn]] void refuse(const std::string &output) const {
        Clauses clauses = unfit;
        clauses.insert(clauses.end(), missing.begin(), missing.end());
        throw Error(unfit.empty() ? ErrorCode::parts_missing : ErrorCode::parts_unfit,
                    fmt::format("cannot join '{}': {}", output, fmt::join(clauses, "; ")));
    }
};

/// What most of them say; where two kinds are as many, the first of them.
const PartInfo &most_common(std::span<const PartFile> parts) {
    std::map<std::string, std::size_t> like;
    for (const PartFile &part : parts)
        ++like[whole_of(part.info())];
    return std::ranges::max_element(
               parts, {}, [&](const PartFile &part) { return like[whole_of(part.info())]; })
        ->info();
}

void drop_strangers(Sorting &sorting) {
    sorting.drop([](const PartFile &part) {
        return part.info().version == version()
                   ? std::string()
                   : fmt::format("it was made by Tessera {}, and this is {}", part.info().version,
                                 version());
    });
    if (sorting.parts.empty())
        return;
    const PartInfo usual = most_common(sorting.parts);
    sorting.drop([&](const PartFile &part) { return difference_of(usual, part.info()); });
}

/// "1, 3 to 5"
std::string list_of(const std::vector<int> &numbers) {
    Clauses runs;
    for (std::size_t i = 0; i < numbers.size();) {
        std::size_t end = i + 1;
        while (end < numbers.size() && numbers[end] == numbers[end - 1] + 1)
            ++end;
        runs.push_back(end - i == 1 ? fmt::format("{}", numbers[i])
                                    : fmt::format("{} to {}", numbers[i], numbers[end - 1]));
        i = end;
    }
    return fmt::format("{}", fmt::join(runs, ", "));
}

/// Brings the parts into their order, and looks for those that come twice or not at all.
void count_shards(Sorting &sorting) {
    std::ranges::stable_sort(sorting.parts, {},
                             [](const PartFile &part) { return part.info().shard.index; });
    std::map<int, std::string> seen;
    sorting.drop([&](const PartFile &part) {
        const auto [place, is_new] = seen.try_emplace(part.info().shard.index, part.path());
        return is_new ? std::string()
                      : fmt::format("it is shard {} like '{}'", place->first, place->second);
    });
    if (sorting.parts.empty())
        return;
    const int count = sorting.parts.front().info().shard.count;
    std::vector<int> gaps;
    for (int index = 1; index <= count; ++index)
        if (!seen.contains(index))
            gaps.push_back(index);
    if (!gaps.empty())
        sorting.missing.push_back(fmt::format("of {} shards {} {} missing", count, list_of(gaps),
                                              gaps.size() == 1 ? "is" : "are"));
}

void drop_damaged(Sorting &sorting, const RunOptions &run) {
    const auto damaged = find_damaged(sorting.parts, nullptr, run);
    std::size_t i = 0;
    sorting.drop([&](const PartFile &) {
        return std::ranges::binary_search(damaged, i++) ? "it is damaged" : std::string();
    });
}

/// Where one part's first section goes.
struct Copy {
    OutputFile *file = nullptr;
    std::uint64_t at = 0;
};

/// Whether a block of a payload is read; then it is hashed, and what of it belongs to the first
/// section is copied.
Digest check_block(const PartFile &part, std::size_t block, const Copy &copy,
                   std::vector<std::uint8_t> &bytes) {
    const std::uint64_t begin = block * payload_block;
    bytes.resize(std::min<std::uint64_t>(payload_block, part.payload_bytes() - begin));
    part.read(begin, bytes);
    if (const std::uint64_t end = part.section_bytes(0); copy.file && begin < end)
        copy.file->write_at(copy.at + begin, std::span(bytes).first(std::min<std::uint64_t>(
                                                 bytes.size(), end - begin)));
    return hash_bytes(bytes);
}

bool is_whole(const PartFile &part, const Copy &copy, ProgressCounter &progress,
              const RunOptions &run) {
    const std::size_t blocks = (part.payload_bytes() + payload_block - 1) / payload_block;
    std::vector<Digest> digests(blocks);
    try {
        parallel_for(blocks, threads_of(run), [&] {
            return [&, bytes = std::vector<std::uint8_t>()](std::size_t block) mutable {
                throw_if_cancelled(run);
                digests[block] = check_block(part, block, copy, bytes);
                progress.add(bytes.size());
            };
        });
    } catch (const Error &error) {
        if (error.code() != ErrorCode::parts_unfit)
            throw;
        return false;
    }
    Hasher all;
    for (const Digest &digest : digests)
        all.add(digest);
    return all.digest() == part.header().checksum;
}

} // namespace

std::vector<std::size_t> find_damaged(std::span<const PartFile> parts, OutputFile *copy,
                                      const RunOptions &run) {
    std::uint64_t total = 0;
    for (const PartFile &part : parts)
        total += part.payload_bytes();
    ProgressCounter progress(run, "join", total);
    std::vector<std::size_t> damaged;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const Copy to{copy, copy ? copy->reserve(parts[i].section_bytes(0)) : 0};
        if (!is_whole(parts[i], to, progress, run))
            damaged.push_back(i);
    }
    return damaged;
}

Parts::Parts(std::span<const std::string> paths, const std::string &output, const RunOptions &run)
    : output_(output) {
    Sorting sorting;
    for (const std::string &path : paths)
        sorting.open(path);
    drop_strangers(sorting);
    count_shards(sorting);
    if (!sorting.unfit.empty() || !sorting.missing.empty()) {
        drop_damaged(sorting, run);
        sorting.refuse(output);
    }
    files_ = std::move(sorting.parts);
}

void Parts::verify(const RunOptions &run) const {
    refuse_damaged(find_damaged(files_, nullptr, run));
}

void Parts::append_to(OutputFile &file, const RunOptions &run) const {
    refuse_damaged(find_damaged(files_, &file, run));
}

void Parts::refuse_damaged(const std::vector<std::size_t> &damaged) const {
    Sorting sorting;
    for (const std::size_t i : damaged)
        sorting.unfit.push_back(fmt::format("'{}': it is damaged", files_[i].path()));
    if (!damaged.empty())
        sorting.refuse(output_);
}

} // namespace tessera::internal
