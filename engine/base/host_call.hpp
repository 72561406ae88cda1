// Calls of functions that the host gave us.
#pragma once

#include <cxxabi.h>
#include <utility>

namespace tessera::internal {

/// Calls `function`. An exception of any type that it throws goes no further; the end of the
/// thread, for example by pthread_exit(), does.
template <class Function, class... Arguments>
void call_host(const Function &function, Arguments &&...arguments) {
    try {
        function(std::forward<Arguments>(arguments)...);
    } catch (const abi::__forced_unwind &) { // the system lets nobody end it
        throw;
    } catch (...) {
    }
}

} // namespace tessera::internal
