#include "sequence/pictures/names.hpp"

#include "base/pending_output.hpp"
#include "image/open.hpp"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <glob.h>
#include <map>
#include <memory>
#include <spdlog/fmt/fmt.h>

namespace tessera::internal {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t most_digits = 18;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::uint64_t number_of(std::string_view digits) {
    std::uint64_t number = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return number;
}

/// A name in three: before its last number, that number, after it.
struct Parts {
    std::string before, digits, after;
};

std::optional<Parts> split_at_number(const fs::path &file) {
    const std::string stem = file.stem().string();
    const auto last = std::find_if(stem.rbegin(), stem.rend(), is_digit);
    const auto first = std::find_if_not(last, stem.rend(), is_digit);
    const auto begin = static_cast<std::size_t>(stem.rend() - first);
    const auto end = static_cast<std::size_t>(stem.rend() - last);
    if (begin == end || end - begin > most_digits)
        return std::nullopt;
    return Parts{stem.substr(0, begin), stem.substr(begin, end - begin), stem.substr(end)};
}

std::vector<fs::path> pictures_in(const std::string &folder) {
    std::vector<fs::path> pictures;
    std::error_code error;
    fs::directory_iterator entries(folder, error);
    for (; !error && entries != fs::end(entries); entries.increment(error)) {
        std::string suffix = entries->path().extension().string();
        std::ranges::transform(suffix, suffix.begin(), [](char c) {
            return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        });
        if (!entries->path().filename().string().starts_with('.') &&
            picture_suffixes().contains(suffix))
            pictures.push_back(entries->path());
    }
    if (error)
        throw unreadable(folder, error.message());
    std::ranges::sort(pictures);
    return pictures;
}

/// In the order of the numbers, none of which may be missing in between.
std::vector<std::string> without_gaps(const std::map<std::uint64_t, std::string> &files,
                                      const std::string &input) {
    std::vector<std::string> names;
    for (const auto &[number, name] : files) {
        if (const std::uint64_t wanted = files.begin()->first + names.size(); number != wanted)
            throw unreadable(input, fmt::format("number {} is missing, after '{}'; '{}' comes next",
                                                wanted, names.back(), name));
        names.push_back(name);
    }
    return names;
}

} // namespace

std::optional<NumberPattern> NumberPattern::parse(const std::string &path) {
    const std::string name = fs::path(path).filename().string();
    const std::size_t percent = name.find('%');
    if (percent == std::string::npos)
        return std::nullopt;
    const std::size_t end =
        std::min(name.find_first_not_of("0123456789", percent + 1), name.size());
    const std::string width = name.substr(percent + 1, end - percent - 1);
    const bool zeros = width.empty() || width.front() == '0';
    if (end == name.size() || name[end] != 'd' || !zeros || width.size() > 3 ||
        number_of(width) > most_digits || name.find('%', end) != std::string::npos)
        return std::nullopt;
    NumberPattern pattern;
    pattern.folder_ = folder_of(path).string();
    pattern.before_ = name.substr(0, percent);
    pattern.after_ = name.substr(end + 1);
    pattern.digits_ = std::max<std::uint64_t>(1, number_of(width));
    return pattern;
}

std::string NumberPattern::name(std::uint64_t number) const {
    return fmt::format("{}{:0{}}{}", before_, number, digits_, after_);
}

std::optional<std::uint64_t> NumberPattern::number_in(const std::string &name) const {
    if (name.size() <= before_.size() + after_.size() || !name.starts_with(before_) ||
        !name.ends_with(after_))
        return std::nullopt;
    const std::string digits =
        name.substr(before_.size(), name.size() - before_.size() - after_.size());
    if (digits.size() > most_digits || !std::ranges::all_of(digits, is_digit))
        return std::nullopt;
    const std::uint64_t number = number_of(digits);
    return this->name(number) == name ? std::optional(number) : std::nullopt;
}

std::vector<std::string> NumberPattern::existing() const {
    std::map<std::uint64_t, std::string> files;
    std::error_code error;
    fs::directory_iterator entries(folder_, error);
    for (; !error && entries != fs::end(entries); entries.increment(error))
        if (const auto number = number_in(entries->path().filename().string()))
            files[*number] =
                folder_ == "." ? entries->path().filename().string() : entries->path().string();
    std::vector<std::string> names;
    for (const auto &[number, name] : files)
        names.push_back(name);
    return names;
}

std::vector<std::string> numbered_files(const NumberPattern &pattern, const std::string &input) {
    std::map<std::uint64_t, std::string> files;
    for (const std::string &file : pattern.existing())
        files[*pattern.number_in(fs::path(file).filename().string())] = file;
    if (files.empty())
        throw unreadable(input, "no file has such a name");
    return without_gaps(files, input);
}

std::vector<std::string> numbered_folder(const std::string &folder) {
    std::map<std::uint64_t, std::string> files;
    std::optional<std::pair<Parts, std::string>> first;
    for (const fs::path &file : pictures_in(folder)) {
        const auto parts = split_at_number(file);
        if (!parts)
            throw unreadable(
                folder, fmt::format("'{}' has no number in its name", file.filename().string()));
        if (!first)
            first.emplace(*parts, file.filename().string());
        if (parts->before != first->first.before || parts->after != first->first.after)
            throw unreadable(folder, fmt::format("'{}' and '{}' differ in more than their number; "
                                                 "a pattern or a glob tells which are meant",
                                                 first->second, file.filename().string()));
        const auto [entry, is_new] = files.try_emplace(number_of(parts->digits), file.string());
        if (!is_new)
            throw unreadable(folder,
                             fmt::format("number {} comes twice: '{}' and '{}'", entry->first,
                                         fs::path(entry->second).filename().string(),
                                         file.filename().string()));
    }
    if (files.empty())
        throw unreadable(folder, "there is no picture in it");
    return without_gaps(files, folder);
}

std::vector<std::string> globbed_files(const std::string &pattern) {
    glob_t matches{};
    const int result = ::glob(pattern.c_str(), GLOB_NOSORT, nullptr, &matches);
    const std::unique_ptr<glob_t, decltype(&::globfree)> release(&matches, &::globfree);
    if (result != 0)
        throw unreadable(pattern, "no file matches it");
    std::vector<std::string> files(matches.gl_pathv, matches.gl_pathv + matches.gl_pathc);
    std::ranges::sort(files, natural_less);
    return files;
}

bool natural_less(std::string_view a, std::string_view b) {
    const std::string_view whole_a = a, whole_b = b;
    const auto digits_of = [](std::string_view text) {
        return text.substr(0, std::min(text.find_first_not_of("0123456789"), text.size()));
    };
    while (!a.empty() && !b.empty()) {
        if (is_digit(a.front()) && is_digit(b.front())) {
            std::string_view one = digits_of(a), other = digits_of(b);
            a.remove_prefix(one.size());
            b.remove_prefix(other.size());
            one.remove_prefix(std::min(one.find_first_not_of('0'), one.size()));
            other.remove_prefix(std::min(other.find_first_not_of('0'), other.size()));
            if (one != other)
                return one.size() != other.size() ? one.size() < other.size() : one < other;
        } else if (a.front() != b.front()) {
            return static_cast<unsigned char>(a.front()) < static_cast<unsigned char>(b.front());
        } else {
            a.remove_prefix(1);
            b.remove_prefix(1);
        }
    }
    return a.empty() != b.empty() ? a.empty() : whole_a < whole_b; // "b1" and "b01"
}

} // namespace tessera::internal
