// The library's log: spdlog in front, the host's sink behind.
#pragma once

#include <spdlog/logger.h>

namespace tessera::internal {

/// Thread-safe. Silent until set_log_sink().
[[nodiscard]] spdlog::logger &log();

} // namespace tessera::internal
