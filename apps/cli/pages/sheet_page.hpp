// The page that shows what is in a library.
#pragma once

#include <tessera/overview.hpp>

#include <string>

namespace tessera::cli {

struct SheetPage {
    const std::string &title; ///< any bytes
    const StoreInfo &library;
    const Sheet &sheet;
    std::size_t skipped = 0; ///< tiles before the first that is shown
};

/// HTML that is well-formed XML as well, and needs nothing but itself. Its one script finds photos
/// by their words and shows those that look alike; without it, all of them are there to be seen.
[[nodiscard]] std::string html_of(const SheetPage &page);

} // namespace tessera::cli
