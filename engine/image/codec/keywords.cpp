// expat's one door.

#include "image/codec/keywords.hpp"

#include <algorithm>
#include <array>
#include <expat.h>
#include <glib.h>
#include <memory>
#include <string_view>
#include <type_traits>

namespace tessera::internal {
namespace {

// Keywords are words: what goes far beyond is a mistake, or an attack on who reads a million of
// records.
constexpr std::size_t longest_keyword = 1000; // bytes
constexpr std::size_t most_keywords = 500;
constexpr std::size_t longest_packet = std::size_t{16} << 20;

constexpr XML_Char separator = ' '; // between an element's namespace and its name
constexpr std::string_view list_item = "http://www.w3.org/1999/02/22-rdf-syntax-ns# li";
constexpr std::array<std::string_view, 4> keyword_lists = {
    "http://purl.org/dc/elements/1.1/ subject",
    "http://www.digikam.org/ns/1.0/ TagsList",
    "http://ns.adobe.com/lightroom/1.0/ hierarchicalSubject", // People|Anna
    "http://ns.microsoft.com/photo/1.0/ LastKeywordXMP",
};
constexpr std::size_t lightroom = 2;

constexpr std::string_view photoshop_header("Photoshop 3.0\0", 14);
constexpr std::string_view resource_header = "8BIM";
constexpr std::size_t resource_header_bytes = 6; // with the resource's number
constexpr unsigned iptc_resource = 0x0404;
constexpr char dataset_marker = 0x1c;
constexpr std::size_t dataset_header_bytes = 5;
constexpr unsigned application_record = 2, keyword_dataset = 25;

/// Keywords as they come, each once.
class KeywordList {
  public:
    void add(std::string_view word) {
        constexpr std::string_view blank(" \t\r\n\0", 5);
        const std::size_t first = word.find_first_not_of(blank);
        if (first == std::string_view::npos || words_.size() == most_keywords)
            return;
        word = word.substr(first, word.find_last_not_of(blank) - first + 1);
        if (word.size() <= longest_keyword && std::ranges::find(words_, word) == words_.end())
            words_.emplace_back(word);
    }
    [[nodiscard]] std::vector<std::string> take() { return std::move(words_); }

  private:
    std::vector<std::string> words_;
};

/// Takes the items of lists of keywords out of an XMP packet.
class XmpReader {
  public:
    explicit XmpReader(KeywordList &words) : words_(words) {}

    void read(std::span<const std::uint8_t> packet) {
        const std::unique_ptr<std::remove_pointer_t<XML_Parser>, decltype(&XML_ParserFree)> parser(
            XML_ParserCreateNS(nullptr, separator), &XML_ParserFree);
        if (!parser || packet.size() > longest_packet)
            return;
        XML_SetUserData(parser.get(), this);
        XML_SetElementHandler(
            parser.get(),
            [](void *self, const XML_Char *name, const XML_Char **) {
                static_cast<XmpReader *>(self)->begin(name);
            },
            [](void *self, const XML_Char *name) { static_cast<XmpReader *>(self)->end(name); });
        XML_SetCharacterDataHandler(parser.get(), [](void *self, const XML_Char *text, int length) {
            static_cast<XmpReader *>(self)->add({text, static_cast<std::size_t>(length)});
        });
        // Some programs pad packets with NULs: what comes after the end is no matter.
        static_cast<void>(XML_Parse(parser.get(), reinterpret_cast<const char *>(packet.data()),
                                    static_cast<int>(packet.size()), XML_TRUE));
    }

  private:
    void begin(std::string_view name) {
        if (const auto list = std::ranges::find(keyword_lists, name); list != keyword_lists.end())
            list_ = list;
        in_item_ = list_ != keyword_lists.end() && name == list_item;
        item_.clear();
    }

    void add(std::string_view text) {
        if (in_item_ && item_.size() <= longest_keyword)
            item_ += text;
    }

    void end(std::string_view name) {
        if (in_item_ && list_ == keyword_lists.begin() + lightroom)
            std::ranges::replace(item_, '|', '/');
        if (in_item_)
            words_.add(item_);
        in_item_ = false;
        if (list_ != keyword_lists.end() && name == *list_)
            list_ = keyword_lists.end();
    }

    KeywordList &words_;
    decltype(keyword_lists)::const_iterator list_ = keyword_lists.end(); ///< that it is in
    bool in_item_ = false;
    std::string item_;
};

/// REQUIRES: the bytes are there.
unsigned big_endian(std::string_view bytes, std::size_t at, std::size_t count) {
    unsigned number = 0;
    for (const char byte : bytes.substr(at, count))
        number = number << 8 | static_cast<unsigned char>(byte);
    return number;
}

/// The IIM among Photoshop's image resources; the bytes themselves where there are none.
std::string_view iim_of(std::string_view bytes) {
    if (bytes.starts_with(photoshop_header))
        bytes.remove_prefix(photoshop_header.size());
    const auto even = [](std::size_t length) { return length + length % 2; };
    while (bytes.starts_with(resource_header) && bytes.size() > resource_header_bytes) {
        const std::size_t name = 1 + static_cast<unsigned char>(bytes[resource_header_bytes]);
        const std::size_t sizes = resource_header_bytes + even(name);
        if (bytes.size() < sizes + 4)
            return {};
        const std::size_t length = big_endian(bytes, sizes, 4);
        const std::string_view data = bytes.substr(sizes + 4);
        if (big_endian(bytes, resource_header.size(), 2) == iptc_resource)
            return data.substr(0, length);
        bytes = data.substr(std::min(even(length), data.size()));
    }
    return bytes;
}

std::string from_latin1(std::string_view text) {
    std::string result;
    for (const char character : text) {
        const auto code = static_cast<unsigned char>(character);
        if (code >= 0x80)
            result += static_cast<char>(0xc0 | code >> 6);
        result += static_cast<char>(code < 0x80 ? code : 0x80 | (code & 0x3f));
    }
    return result;
}

void read_iim(std::string_view bytes, KeywordList &words) {
    while (bytes.size() >= dataset_header_bytes && bytes.front() == dataset_marker) {
        const std::size_t length = big_endian(bytes, 3, 2); // of extended ones: beyond the end
        const std::string_view value = bytes.substr(dataset_header_bytes);
        if (length > value.size())
            return;
        const std::string_view word = value.substr(0, length);
        // Many programs don't say which of the two it is.
        if (big_endian(bytes, 1, 1) == application_record &&
            big_endian(bytes, 2, 1) == keyword_dataset)
            words.add(g_utf8_validate(word.data(), static_cast<gssize>(word.size()), nullptr)
                          ? std::string(word)
                          : from_latin1(word));
        bytes = value.substr(length);
    }
}

std::span<const std::uint8_t> blob_of(const vips::VImage &photo, const char *name) {
    const void *data = nullptr;
    std::size_t length = 0;
    if (photo.get_typeof(name) != VIPS_TYPE_BLOB ||
        vips_image_get_blob(photo.get_image(), name, &data, &length) != 0)
        return {};
    return {static_cast<const std::uint8_t *>(data), length};
}

} // namespace

std::vector<std::string> keywords_of(const KeywordBlocks &blocks) {
    KeywordList words;
    if (!blocks.xmp.empty())
        XmpReader(words).read(blocks.xmp);
    const auto *iptc = reinterpret_cast<const char *>(blocks.iptc.data());
    read_iim(iim_of({iptc, blocks.iptc.size()}), words);
    return words.take();
}

std::vector<std::string> keywords_of(const vips::VImage &photo) {
    return keywords_of({blob_of(photo, VIPS_META_XMP_NAME), blob_of(photo, VIPS_META_IPTC_NAME)});
}

} // namespace tessera::internal
