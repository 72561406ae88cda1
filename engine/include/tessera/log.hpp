// The log: where the library's messages go.
#pragma once

#include <tessera/export.hpp>

#include <functional>
#include <string_view>

namespace tessera {

/// The severity of a message, ascending.
enum class LogLevel { debug, info, warning, error };

/// Sends the library's log lines to `sink`. An empty function drops them, which is the initial
/// state. The library itself never prints.
/// `sink` is called from one thread at a time. It must not call this function. An exception of any
/// type that it throws is ignored. If `sink` calls the library, the log lines of those calls are
/// dropped.
TESSERA_API void set_log_sink(std::function<void(LogLevel, std::string_view)> sink);

} // namespace tessera
