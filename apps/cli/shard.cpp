// What shards of renderings and of libraries share, and rendering one.

#include "cli/command.hpp"

#include <tessera/error.hpp>

#include <charconv>
#include <filesystem>
#include <spdlog/fmt/fmt.h>

namespace tessera::cli {
namespace fs = std::filesystem;

Shard parse_shard(const std::string &option, const std::string &text) {
    Shard shard;
    const char *const end = text.data() + text.size();
    const auto first = std::from_chars(text.data(), end, shard.index);
    const bool has_slash = first.ec == std::errc() && first.ptr != end && *first.ptr == '/';
    const auto second = has_slash ? std::from_chars(first.ptr + 1, end, shard.count) : first;
    if (!has_slash || second.ec != std::errc() || second.ptr != end)
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("{} wants a shard such as 3/8, not '{}'", option, text));
    check_shard(shard);
    return shard;
}

void refuse_existing(const Command &command, const std::string &path) {
    std::error_code ignored;
    if (!command.force && fs::exists(fs::symlink_status(path, ignored)))
        throw Error(ErrorCode::parts_unfit,
                    fmt::format("cannot write '{}': it exists already", path));
}

void render_shard(Command &command, const Mosaic &mosaic, const Target &part, Shard shard,
                  const WriteOptions &options) {
    std::string writer;
    if (!command.force && fs::exists(part.path))
        if (const PartInfo info = describe_part(mosaic, part, shard, options);
            is_part(part.path, info, command.run()))
            writer = info.writer;
    const bool is_there = !writer.empty();
    if (!is_there)
        refuse_existing(command, part.path);
    report_mosaic(command, mosaic);
    if (!is_there)
        writer = command
                     .timed("write",
                            [&] { return write_part(mosaic, part, shard, options, command.run()); })
                     .writer;
    command.report("output", part.path);
    command.report("shard", shard.index);
    command.report("shards", shard.count);
    command.report("writer", writer);
    command.report("up_to_date", is_there);
    command.report("bytes", fs::file_size(part.path));
    command.console.note(fmt::format("{}: shard {}/{}{}, {}", part.path, shard.index, shard.count,
                                     is_there ? ", there already" : "",
                                     human_bytes(fs::file_size(part.path))));
}

} // namespace tessera::cli
