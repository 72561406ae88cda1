// Starting libvips.
#pragma once

#include <tessera/export.hpp>

namespace tessera {

/// Starts libvips, if the program hasn't, and tunes it for one pass over large pictures: smaller
/// strips from here on, and no operation cache while any Session lives. A Session is a convenience:
/// every operation starts libvips by itself when need be. libvips is never shut down, since the
/// host may use it. Not thread-safe: make one at the start of the program.
class TESSERA_API Session {
  public:
    Session();
    ~Session();
    Session(const Session &) = delete;
    Session &operator=(const Session &) = delete;
};

} // namespace tessera
