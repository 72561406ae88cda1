// Values of options as users write them, on the command line and through the C API.
#pragma once

#include <tessera/export.hpp>
#include <tessera/geometry.hpp>
#include <tessera/library.hpp>
#include <tessera/match.hpp>
#include <tessera/sequence.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace tessera {

// option: its name in errors, such as "--tile". All throw Error{invalid_argument} that names it,
// says what was wanted and what was found.

/// "128" or "128x96".
[[nodiscard]] TESSERA_API TileShape parse_shape(const std::string &option, const std::string &text);
/// "207x292".
[[nodiscard]] TESSERA_API Grid parse_grid(const std::string &option, const std::string &text);
/// "#rrggbb", "white" or "black".
[[nodiscard]] TESSERA_API Rgb parse_colour(const std::string &option, const std::string &text);
/// The same, or "transparent": nothing.
[[nodiscard]] TESSERA_API std::optional<Rgb> parse_empty(const std::string &option,
                                                         const std::string &text);
/// "1000000", "256M", "2G", "1T": bytes. K, M, G, T and P are 1024 to the power of 1 to 5.
[[nodiscard]] TESSERA_API std::uint64_t parse_bytes(const std::string &option,
                                                    const std::string &text);
/// "centre", "entropy" or "attention".
[[nodiscard]] TESSERA_API Crop parse_crop(const std::string &option, const std::string &text);
/// "skip" or "fail".
[[nodiscard]] TESSERA_API OnError parse_on_error(const std::string &option,
                                                 const std::string &text);
/// "chebyshev" or "euclid".
[[nodiscard]] TESSERA_API SpacingMetric parse_metric(const std::string &option,
                                                     const std::string &text);
/// "each" or "one": whether photos that look the same count as one.
[[nodiscard]] TESSERA_API bool parse_duplicates(const std::string &option, const std::string &text);
/// "grid" or "quadtree": whether cells may be larger.
[[nodiscard]] TESSERA_API bool parse_layout(const std::string &option, const std::string &text);

/// "25", "29.97", "30000/1001".
[[nodiscard]] TESSERA_API FrameRate parse_rate(const std::string &option, const std::string &text);
/// "800k", "2M", "2500000": bits a second; k is 1000, M 1000000.
[[nodiscard]] TESSERA_API std::int64_t parse_bitrate(const std::string &option,
                                                     const std::string &text);
/// "float32" or "uint8".
[[nodiscard]] TESSERA_API TensorNumber parse_tensor_number(const std::string &option,
                                                           const std::string &text);

/// Pixels per inch that files can hold. Throws: the same for others.
TESSERA_API void check_dpi(const std::string &option, double dpi);

} // namespace tessera
