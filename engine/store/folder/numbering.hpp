// Names that are numbered: a prefix that all share, a number, a suffix that all share.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

namespace tessera::internal {

/// Why names aren't numbered, as the end of a sentence: "there is no '0007.png'".
class NumberingError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// The names in the order of their numbers: "0.png, 1.png ...", "img_0001.jpg, img_0002.jpg ...".
/// Numbers start at 0 or 1 and run on without a gap; zeros may stand before them.
/// REQUIRES: no name comes twice. Throws: NumberingError for anything else.
[[nodiscard]] std::vector<std::string> in_order_of_numbers(std::vector<std::string> names);

} // namespace tessera::internal
