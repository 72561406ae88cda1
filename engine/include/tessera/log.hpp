// Where log lines go.
#pragma once

#include <tessera/export.hpp>

#include <functional>
#include <string_view>

namespace tessera {

enum class LogLevel { debug, info, warning, error };

/// Sends the library's log lines to `sink`; an empty function sends them nowhere, which is how it
/// starts. The library never prints. `sink` is called from one thread at a time and must not call
/// this function. An exception that it throws, of any type, is ignored. Lines that the library
/// would log of calls that `sink` makes are dropped.
TESSERA_API void set_log_sink(std::function<void(LogLevel, std::string_view)> sink);

} // namespace tessera
