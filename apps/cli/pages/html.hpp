// Pieces of HTML that are well-formed XML as well.
#pragma once

#include <tessera/overview.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tessera::cli {

/// Text for elements and quoted attributes. Bytes that aren't UTF-8, and control characters, become
/// U+FFFD.
[[nodiscard]] std::string escaped(std::string_view text);

/// 12288 as "12 288", with spaces that don't break.
[[nodiscard]] std::string grouped(std::uint64_t number);

/// "3.14"
[[nodiscard]] std::string number(double value, int decimals);

/// "1 photo", "12 photos"
[[nodiscard]] std::string count_of(std::uint64_t number, std::string_view one,
                                   std::string_view more);

/// An <img> of a picture that is carried along. css: of its style attribute.
[[nodiscard]] std::string embedded(const EncodedImage &picture, std::string_view alt,
                                   std::string_view css = "");

/// The colours of a map's scale from left to right, with labels at even steps below.
[[nodiscard]] std::string legend(const CellMap &map, const std::vector<std::string> &ticks);

/// A titled part of the page. note, content: HTML.
[[nodiscard]] std::string section(std::string_view title, const std::string &note,
                                  const std::string &content);

/// What the page looks like.
[[nodiscard]] std::string_view page_style();

} // namespace tessera::cli
