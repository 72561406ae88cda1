// What shards of renderings and of libraries share, and rendering one.

#include "cli/steps.hpp"

#include <tessera/error.hpp>

#include <filesystem>
#include <spdlog/fmt/fmt.h>

namespace tessera::cli {
namespace fs = std::filesystem;

void refuse_existing(const std::string &path, bool replace) {
    std::error_code ignored;
    if (!replace && fs::exists(fs::symlink_status(path, ignored)))
        throw Error(ErrorCode::parts_unfit,
                    fmt::format("cannot write '{}': it exists already", path));
}

void render_shard(Command &command, const Mosaic &mosaic, const Target &part, Shard shard,
                  const WriteOptions &options) {
    std::string writer;
    if (!options.replace && fs::exists(part.path))
        if (const PartInfo info = describe_part(mosaic, part, shard, options);
            is_part(part.path, info, command.run()))
            writer = info.writer;
    const bool is_there = !writer.empty();
    if (!is_there)
        refuse_existing(part.path, options.replace);
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
