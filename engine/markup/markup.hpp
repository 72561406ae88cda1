// Text for HTML and XML, and templates that are filled with it.
// Why: docs/decisions/pages-are-templates.md
#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

namespace tessera::internal::markup {

/// Text that stands in a page as it is: elements, style sheets, scripts, or text that was escaped.
struct Markup {
    std::string text{};

    Markup &operator+=(const Markup &other) {
        text += other.text;
        return *this;
    }
};

/// Returns the text for use in elements and in quoted attributes.
/// text: any bytes. Bytes that are not UTF-8 and control characters, which include line breaks,
/// become U+FFFD.
[[nodiscard]] Markup escape(std::string_view text);

/// Does the same as escape(), but keeps tabs and line breaks.
[[nodiscard]] Markup escape_lines(std::string_view text);

/// Returns the address of a file that the page itself carries: "data:image/png;base64,iVBO...".
/// Source: RFC 2397; RFC 4648, section 4.
[[nodiscard]] std::string data_url(std::string_view media_type,
                                   std::span<const std::uint8_t> bytes);

/// What is put where a template says {{name}}. It views its strings and must not outlive them.
class Place {
  public:
    /// The text is escaped.
    Place(std::string_view name, std::string_view text) : name_(name), value_(text) {}
    /// The markup is taken as it is.
    Place(std::string_view name, const Markup &markup)
        : name_(name), value_(markup.text), is_markup_(true) {}
    template <std::integral Number>
    Place(std::string_view name, Number number)
        : name_(name), digits_(std::to_string(number)), value_(digits_) {}

    Place(const Place &) = delete;
    Place &operator=(const Place &) = delete;

    [[nodiscard]] std::string_view name() const { return name_; }
    [[nodiscard]] std::size_t size() const { return value_.size(); }
    void append_to(std::string &page) const;

  private:
    std::string_view name_;
    std::string digits_{};
    std::string_view value_;
    bool is_markup_ = false;
};

/// Returns the template with its places filled. A place may occur more than once.
/// Throws: std::logic_error if the template has a place that is not given, or lacks one that is.
[[nodiscard]] Markup fill(std::string_view page, std::initializer_list<Place> places);

/// The two sides of a place, each of which is a template: for pages that are written bit by bit.
struct Halves {
    std::string_view before, after;
};

/// Throws: std::logic_error unless the template has that place exactly once.
[[nodiscard]] Halves split(std::string_view page, std::string_view name);

/// Templates that share a file, each in an element of its own: <template id="name">...</template>.
class Parts {
  public:
    /// file: must outlive this.
    explicit Parts(std::string_view file) : file_(file) {}

    /// Returns the part without the line break that follows its start tag.
    /// Throws: std::logic_error if there is no such part.
    [[nodiscard]] std::string_view part(std::string_view id) const;

    /// Does the same as markup::fill() with a part.
    [[nodiscard]] Markup fill(std::string_view id, std::initializer_list<Place> places) const {
        return markup::fill(part(id), places);
    }

  private:
    std::string_view file_;
};

} // namespace tessera::internal::markup
