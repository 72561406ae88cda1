#include "store/folder/numbering.hpp"

#include <doctest/doctest.h>

namespace tessera {
using namespace internal;
using Names = std::vector<std::string>;

TEST_CASE("numbering: names come in the order of their numbers") {
    CHECK(in_order_of_numbers({"10.png", "9.png", "1.png", "2.png", "3.png", "4.png", "5.png",
                               "6.png", "7.png", "8.png", "0.png"})
              .back() == "10.png");
    CHECK(in_order_of_numbers({"img2_0002.jpg", "img2_0001.jpg"}) ==
          Names{"img2_0001.jpg", "img2_0002.jpg"});
    CHECK(in_order_of_numbers({"a1.2x3.tif", "a0.2x3.tif"}) == Names{"a0.2x3.tif", "a1.2x3.tif"});
    CHECK(in_order_of_numbers({"frame0.png"}) == Names{"frame0.png"});
    CHECK(in_order_of_numbers({"frame1.jp2"}) == Names{"frame1.jp2"});
}

TEST_CASE("numbering: gaps, doubles and what isn't numbered are named") {
    const auto complaint = [](Names names) -> std::string {
        try {
            static_cast<void>(in_order_of_numbers(std::move(names)));
            return "none";
        } catch (const NumberingError &error) {
            return error.what();
        }
    };
    CHECK(complaint({"0.png", "1.png", "3.png"}) == "there is no '2.png'");
    CHECK(complaint({"a_08.png", "a_07.png"}) == "the first is 'a_07.png', and 0 or 1 was wanted");
    CHECK(complaint({"f_001.png", "f_002.png", "f_009.png", "f_010.png"}) ==
          "there is no 'f_003.png'");
    CHECK(complaint({"0.png", "1.png", "01.png"}) == "'01.png' and '1.png' have the same number");
    CHECK(complaint({"0.png", "1.png", "cover.png"}).find("cover.png") != std::string::npos);
    CHECK(complaint({"0.png", "1.jpg"}).find("not numbered alike") != std::string::npos);
    CHECK(complaint({"cover.png"}) == "'cover.png' has no number");
    CHECK(complaint({"99999999999999999999.png"}) == "'99999999999999999999.png' has no number");
    CHECK(complaint({}) == "there is none");
}

} // namespace tessera
