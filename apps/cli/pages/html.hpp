// Pages, and pieces that several pages share. All of it is HTML that is well-formed XML as well.
#pragma once

#include "markup/markup.hpp"

#include <tessera/overview.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tessera::cli {
namespace markup = internal::markup;

/// 12288 as "12 288", with spaces that don't break.
[[nodiscard]] std::string grouped(std::uint64_t number);

/// "3.14"
[[nodiscard]] std::string number(double value, int decimals);

/// "1 photo", "12 photos"
[[nodiscard]] std::string count_of(std::uint64_t number, std::string_view one,
                                   std::string_view more);

/// An <img> of a picture that is carried along.
[[nodiscard]] markup::Markup embedded(const EncodedImage &picture, std::string_view alt);

/// The colours of a map's scale from left to right, with labels at even steps below.
[[nodiscard]] markup::Markup legend(const CellMap &map, const std::vector<std::string> &ticks);

/// The title of the page, and a line below it.
[[nodiscard]] markup::Markup header(std::string_view title, const markup::Markup &about);

/// A titled part of the page, with a note beside its content.
[[nodiscard]] markup::Markup section(std::string_view title, std::string_view note,
                                     const markup::Markup &content);

/// A paragraph.
[[nodiscard]] markup::Markup words(std::string_view text);

struct Page {
    std::string_view title;    ///< any bytes
    std::string style{};       ///< beyond what all pages have
    markup::Markup main{};     ///< what stands between the title and the foot
    std::string_view script{}; ///< holds neither < nor &
    std::string nonce{};       ///< of the script: a browser runs no other
};

/// The whole file. It needs nothing but itself, and says so to the browser.
[[nodiscard]] std::string html_of(const Page &page);

} // namespace tessera::cli
