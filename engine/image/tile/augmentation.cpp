#include "image/tile/augmentation.hpp"

#include <tessera/error.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <spdlog/fmt/fmt.h>
#include <string_view>
#include <vector>

namespace tessera::internal {
namespace {

struct Kind {
    std::string name;
    double least, most;             ///< that can be asked for
    double usual_least, usual_most; ///< where none are given
};

/// By Change.
const std::array<Kind, 10> &kinds() {
    static const std::array<Kind, 10> all = {{{"flip", 0, 1, 0.5, 0.5},
                                              {"rotate", -180, 180, -10, 10},
                                              {"hue", -180, 180, -15, 15},
                                              {"saturation", 0, 10, 0.7, 1.3},
                                              {"greyscale", 0, 1, 0.5, 0.5},
                                              {"brightness", 0, 10, 0.8, 1.2},
                                              {"contrast", 0, 10, 0.8, 1.2},
                                              {"blur", 0, 20, 0, 1.5},
                                              {"sharpen", 0, 10, 0, 1},
                                              {"noise", 0, 100, 0, 8}}};
    return all;
}

const Kind &kind_of(Change change) { return kinds()[static_cast<std::size_t>(change)]; }

std::optional<double> number_of(std::string_view text) {
    double number = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && stop == text.data() + text.size() && std::isfinite(number)
               ? std::optional(number)
               : std::nullopt;
}

Change change_of(const std::string &name) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < kinds().size(); ++i) {
        if (kinds()[i].name == name)
            return static_cast<Change>(i);
        names.push_back(kinds()[i].name);
    }
    const std::string guess = nearest_name(name, names);
    throw Error(ErrorCode::invalid_argument,
                fmt::format("tiles can't be varied by '{}'; {}", name,
                            guess.empty() ? fmt::format("there are {}", fmt::join(names, ", "))
                                          : fmt::format("did you mean '{}'?", guess)));
}

Augmentation parse_one(const std::string &text) {
    const std::size_t at = text.find('=');
    const Change change = change_of(text.substr(0, at));
    const Kind &kind = kind_of(change);
    if (at == std::string::npos)
        return {change, kind.usual_least, kind.usual_most};
    const std::string_view value = std::string_view(text).substr(at + 1);
    const std::size_t dots = value.find("..");
    const bool is_range = dots != std::string_view::npos;
    const auto least = number_of(value.substr(0, dots));
    const auto most = is_range ? number_of(value.substr(dots + 2)) : least;
    if (!least || !most || *least < kind.least || *most > kind.most || *least > *most ||
        (is_range && is_chance(change)))
        throw Error(ErrorCode::invalid_argument,
                    is_chance(change)
                        ? fmt::format("'{}' wants a chance of 0 to 1, such as {}=0.5, not '{}'",
                                      kind.name, kind.name, value)
                        : fmt::format("'{}' wants a number of {} to {}, or two such as "
                                      "{}={}..{}, not '{}'",
                                      kind.name, kind.least, kind.most, kind.name, kind.usual_least,
                                      kind.usual_most, value));
    return {change, *least, *most};
}

} // namespace

const std::string &name_of(Change change) { return kind_of(change).name; }

bool is_chance(Change change) noexcept {
    return change == Change::flip || change == Change::greyscale;
}

} // namespace tessera::internal

namespace tessera {
using namespace internal;

Augmentations::Augmentations(std::span<const Augmentation> augmentations) {
    std::vector<Augmentation> sorted(augmentations.begin(), augmentations.end());
    std::ranges::sort(sorted, {}, &Augmentation::change);
    const auto same = std::ranges::adjacent_find(sorted, {}, &Augmentation::change);
    if (same != sorted.end())
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("tiles are varied by '{}' once, not twice", name_of(same->change)));
    std::ranges::copy(sorted, all_.begin());
    size_ = sorted.size();
}

Augmentations parse_augmentations(const std::string &text) {
    std::vector<Augmentation> result;
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find(',', begin), text.size());
        result.push_back(parse_one(text.substr(begin, end - begin)));
        begin = end + 1;
    }
    return Augmentations(result);
}

std::string to_string(const Augmentation &augmentation) {
    const auto &[change, least, most] = augmentation;
    return least == most ? fmt::format("{}={}", name_of(change), least)
                         : fmt::format("{}={}..{}", name_of(change), least, most);
}

} // namespace tessera
