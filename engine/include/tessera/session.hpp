// Starts and tunes libvips.
#pragma once

#include <tessera/export.hpp>

namespace tessera {

/// Starts libvips if the program hasn't done so, and tunes it for one pass over large pictures:
/// libvips uses smaller strips from now on, and keeps no operation cache while any Session lives.
/// A Session is a convenience, because every operation starts libvips by itself. libvips is never
/// shut down, since the host may use it. Not thread-safe: make a Session at the start of the
/// program.
class TESSERA_API Session {
  public:
    Session();
    ~Session();
    Session(const Session &) = delete;
    Session &operator=(const Session &) = delete;
};

} // namespace tessera
