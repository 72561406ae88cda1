#include "image/codec/keywords.hpp"

#include "image/tile/tile.hpp"
#include "support/images.hpp"

#include <doctest/doctest.h>

namespace tessera {
using namespace internal;
namespace {

using Words = std::vector<std::string>;

std::span<const std::uint8_t> bytes_of(const std::string &text) {
    return {reinterpret_cast<const std::uint8_t *>(text.data()), text.size()};
}

Words of_xmp(const std::string &xmp) { return keywords_of({.xmp = bytes_of(xmp)}); }
Words of_iptc(const std::string &iptc) { return keywords_of({.iptc = bytes_of(iptc)}); }

/// A packet with these properties.
std::string packet(const std::string &properties) {
    return "<?xpacket begin='\xEF\xBB\xBF' id='W5M0MpCehiHzreSzNTczkc9d'?>\n"
           "<x:xmpmeta xmlns:x='adobe:ns:meta/'>"
           "<r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>"
           "<r:Description r:about='' xmlns:d='http://purl.org/dc/elements/1.1/' "
           "xmlns:digiKam='http://www.digikam.org/ns/1.0/' "
           "xmlns:lr='http://ns.adobe.com/lightroom/1.0/' "
           "xmlns:MicrosoftPhoto='http://ns.microsoft.com/photo/1.0/'>" +
           properties + "</r:Description></r:RDF></x:xmpmeta>\n<?xpacket end='w'?>";
}

std::string dataset(char record, char number, const std::string &value) {
    return std::string("\x1c") + record + number + static_cast<char>(value.size() >> 8) +
           static_cast<char>(value.size()) + value;
}

const std::string iim = dataset(1, 90, "\x1b%G") + dataset(2, 5, "A title") +
                        dataset(2, 25, "Sea") + dataset(2, 25, "Z\xC3\xBCrich");

/// As an image resource of Photoshop.
std::string resource(char high, char low, const std::string &name, const std::string &data) {
    std::string result = std::string("8BIM") + high + low + static_cast<char>(name.size()) + name;
    if (name.size() % 2 == 0)
        result += '\0';
    result += {'\0', '\0', static_cast<char>(data.size() >> 8), static_cast<char>(data.size())};
    return result + data + (data.size() % 2 == 0 ? "" : std::string(1, '\0'));
}

} // namespace

TEST_CASE("keywords: of XMP, whatever the prefixes are, each once and trimmed") {
    CHECK(of_xmp(packet("<d:subject><r:Bag><r:li>Sea</r:li><r:li> K&#xFC;ste &amp; Meer\n</r:li>"
                        "<r:li>Sea</r:li><r:li> </r:li></r:Bag></d:subject>"
                        "<d:title><r:Alt><r:li>No keyword</r:li></r:Alt></d:title>")) ==
          Words{"Sea", "K\xC3\xBCste & Meer"});
    CHECK(of_xmp(packet("<digiKam:TagsList><r:Seq><r:li>People/Anna</r:li></r:Seq>"
                        "</digiKam:TagsList><lr:hierarchicalSubject><r:Bag>"
                        "<r:li>People|Anna</r:li><r:li>Places|Rome</r:li></r:Bag>"
                        "</lr:hierarchicalSubject><MicrosoftPhoto:LastKeywordXMP><r:Bag>"
                        "<r:li>X|Y</r:li></r:Bag></MicrosoftPhoto:LastKeywordXMP>")) ==
          Words{"People/Anna", "Places/Rome", "X|Y"});
}

TEST_CASE("keywords: of IPTC alone and within Photoshop's resources") {
    CHECK(of_iptc(iim) == Words{"Sea", "Z\xC3\xBCrich"});
    const std::string resources = resource(0x03, '\xED', "", "12345") +
                                  resource(0x04, 0x04, "odd", iim) + resource(0x04, 0x05, "", "");
    CHECK(of_iptc(resources) == Words{"Sea", "Z\xC3\xBCrich"});
    CHECK(of_iptc(std::string("Photoshop 3.0\0", 14) + resources).size() == 2);
    // Latin-1, as older programs write it.
    CHECK(of_iptc(dataset(2, 25, "Z\xFCrich")) == Words{"Z\xC3\xBCrich"});
}

TEST_CASE("keywords: those of IPTC that XMP has are not taken twice") {
    const std::string xmp = packet("<d:subject><r:Bag><r:li>Sea</r:li></r:Bag></d:subject>");
    CHECK(keywords_of({bytes_of(xmp), bytes_of(iim)}) == Words{"Sea", "Z\xC3\xBCrich"});
}

TEST_CASE("keywords: damage ends them, and nothing else") {
    const std::string xmp =
        packet("<d:subject><r:Bag><r:li>Sea</r:li><r:li>Sky</r:li></r:Bag></d:subject>");
    const std::string resources = resource(0x04, 0x04, "name", iim);
    for (std::size_t length = 0; length < xmp.size(); ++length)
        CHECK(of_xmp(xmp.substr(0, length)).size() <= 2);
    for (std::size_t length = 0; length < resources.size(); ++length)
        CHECK(of_iptc(resources.substr(0, length)).size() <= 2);
    CHECK(of_xmp(xmp + std::string(100, '\0')) == Words{"Sea", "Sky"});
    CHECK(of_xmp(xmp.substr(0, xmp.find("Sky"))) == Words{"Sea"});
    CHECK(of_xmp("no XML").empty());
    CHECK(of_iptc("\x1c\x02\x19\xff\xff").empty());
}

TEST_CASE("keywords: texts that are no words, and entities that grow, are left out") {
    CHECK(of_iptc(dataset(2, 25, std::string(1001, 'x')) + dataset(2, 25, "Sea")) == Words{"Sea"});
    std::string bomb = "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'>";
    for (char name = 'b'; name < 'k'; ++name) {
        const std::string inner = std::string("&") + static_cast<char>(name - 1) + ";";
        bomb += std::string("<!ENTITY ") + name + " '";
        for (int i = 0; i < 10; ++i)
            bomb += inner;
        bomb += "'>";
    }
    CHECK(of_xmp(bomb + "]>" + packet("<d:subject><r:Bag><r:li>&j;</r:li></r:Bag></d:subject>"))
              .empty());
}

TEST_CASE("keywords: a photo's are its tile's tags, in every format that holds them") {
    const test::TemporaryFolder folder;
    const std::string xmp = packet("<d:subject><r:Bag><r:li>Sea</r:li></r:Bag></d:subject>");
    vips::VImage photo = test::gradient(40, 30).copy();
    vips_image_set_blob_copy(photo.get_image(), VIPS_META_XMP_NAME, xmp.data(), xmp.size());
    for (const char *name : {"x.jpg", "x.png", "x.tif", "x.webp"}) {
        CAPTURE(name);
        photo.write_to_file(folder.path(name).c_str());
        CHECK(load_tile(folder.path(name), {.shape = {8, 8}}).record.tags == Words{"Sea"});
    }
    const std::string iptc = std::string("Photoshop 3.0\0", 14) + resource(0x04, 0x04, "", iim);
    photo.remove(VIPS_META_XMP_NAME);
    vips_image_set_blob_copy(photo.get_image(), VIPS_META_IPTC_NAME, iptc.data(), iptc.size());
    photo.write_to_file(folder.path("iptc.jpg").c_str());
    CHECK(load_tile(folder.path("iptc.jpg"), {.shape = {8, 8}}).record.tags ==
          Words{"Sea", "Z\xC3\xBCrich"});
}

} // namespace tessera
