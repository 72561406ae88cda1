// Parts of mosaics, and joining them.
// Why: docs/decisions/shards-share-rows-never-decisions.md

#include <tessera/output.hpp>
#include <tessera/writer.hpp>

#include "base/hasher.hpp"
#include "base/log.hpp"
#include "base/pending_output.hpp"
#include "base/run.hpp"
#include "mosaic/plan_code.hpp"
#include "write/parts/output.hpp"
#include "write/parts/parts.hpp"
#include "write/registry.hpp"

#include <tessera/error.hpp>

#include <spdlog/fmt/fmt.h>

namespace tessera {
using namespace internal;
namespace {

constexpr std::string_view part_suffix = ".part";

/// Of all that stands in a plan, however its file is packed.
Digest digest_of_plan(const Mosaic &mosaic) {
    Hasher hasher;
    hasher.add(std::string_view(encode_plan_info(mosaic)));
    for (const Placement &variant : mosaic.variants()) {
        const PlanPixel pixel = encode_placement(variant);
        hasher.add(std::as_bytes(std::span(pixel)));
    }
    hasher.add(std::as_bytes(mosaic.cells()));
    return hasher.digest();
}

Durability durability(bool sync) { return sync ? Durability::flushed : Durability::buffered; }

} // namespace

Target output_of_part(const Target &part) {
    const std::string &path = part.path;
    const std::string output =
        path.substr(0, path.size() - std::min(path.size(), part_suffix.size()));
    if (!path.ends_with(part_suffix) || Target{output, {}}.suffix().empty())
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("a part is named after its output with .part behind it, such as "
                                "'wall-3.tif.part', not '{}'",
                                path));
    return {output, part.options};
}

PartInfo describe_part(const Mosaic &mosaic, const Target &part, Shard shard,
                       const WriteOptions &options) {
    check_shard(shard);
    const Target output = output_of_part(part);
    if (options.overlay)
        throw Error(ErrorCode::unsupported, "nothing is laid over the tiles of a shard");
    const WriterChoice choice = choose_writer(output, mosaic.form(), options);
    if (!choice.writer.makes_parts())
        throw Error(ErrorCode::unsupported,
                    fmt::format("cannot write '{}': the {} writer makes no parts", part.path,
                                choice.writer.name()));
    PartInfo info;
    info.version = version();
    info.shard = shard;
    info.plan = digest_of_plan(mosaic);
    info.library = mosaic.library().info().digest;
    info.form = mosaic.form();
    info.suffix = output.suffix();
    info.options = output.options;
    info.writer = choice.writer.name();
    info.dpi = options.dpi;
    return info;
}

WriteReport write_part(const Mosaic &mosaic, const Target &part, Shard shard,
                       const WriteOptions &options, const RunOptions &run) {
    check_run(run);
    const PartInfo info = describe_part(mosaic, part, shard, options);
    const Target output = output_of_part(part);
    const auto [writer, reason] = choose_writer(output, mosaic.form(), options);
    log().info("'{}': {} writer; {}", part.path, writer.name(), reason);
    PendingOutput pending(part.path, options.replace);
    PartOutput file(pending.path(), part.path);
    writer.write_part(
        {mosaic, shard, {part.path, part.options}, pending.folder().string(), options, run}, file);
    throw_if_cancelled(run);
    file.finish(info);
    const auto result = pending.commit(durability(options.sync));
    return {result.path, std::string(writer.name()), reason, result.bytes};
}

std::optional<PartInfo> read_part_info(const std::string &path) {
    try {
        return PartFile(path).info();
    } catch (const Error &error) {
        if (error.code() == ErrorCode::parts_missing)
            throw Error(ErrorCode::unreadable_image,
                        fmt::format("cannot read '{}': {}", path, error.what()));
        return std::nullopt;
    }
}

bool is_part(const std::string &path, const PartInfo &info, const RunOptions &run) {
    check_run(run);
    try {
        const PartFile part(path);
        return part.info().shard == info.shard && difference_of(info, part.info()).empty() &&
               find_damaged({&part, 1}, nullptr, run).empty();
    } catch (const Error &error) {
        if (error.code() == ErrorCode::cancelled)
            throw;
        return false;
    }
}

WriteReport join_parts(const std::vector<std::string> &parts, const Target &given,
                       const JoinOptions &options, const RunOptions &run) {
    check_run(run);
    if (parts.empty())
        throw Error(ErrorCode::invalid_argument, "parts were wanted");
    if (!given.options.empty())
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("'{}[{}]': the parts were made with options already", given.path,
                                given.options));
    check_output_path(given.path, options.replace);
    const Parts all(parts, given.path, run);
    const PartInfo &info = all.info();
    if (given.suffix() != info.suffix)
        throw Error(
            ErrorCode::invalid_argument,
            fmt::format("cannot join '{}': the parts are of a '{}'", given.path, info.suffix));
    const Target target{given.path, info.options};
    const auto [writer, reason] = checked_choice(
        target, info.form, {.dpi = info.dpi, .replace = options.replace, .writer = info.writer});
    PendingOutput output(target.path, options.replace);
    writer.join(all, target, output.folder().string(), run);
    throw_if_cancelled(run);
    const auto result = output.commit(durability(options.sync));
    return {result.path, info.writer, reason, result.bytes};
}

} // namespace tessera
