// Why: docs/decisions/shards-share-rows-never-decisions.md

#include <tessera/run.hpp>

#include <tessera/error.hpp>

#include <spdlog/fmt/fmt.h>

namespace tessera {

void check_shard(Shard shard) {
    if (shard.index < 1 || shard.index > shard.count || shard.count > most_shards)
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("a shard is one of at most {}, such as 3/8, not {}/{}", most_shards,
                                shard.index, shard.count));
}

} // namespace tessera
