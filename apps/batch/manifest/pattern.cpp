#include "batch/manifest/pattern.hpp"

#include <tessera/error.hpp>

#include <algorithm>
#include <filesystem>
#include <fnmatch.h>
#include <glob.h>
#include <memory>
#include <spdlog/fmt/fmt.h>

namespace tessera::batch {
namespace fs = std::filesystem;
namespace {

const std::string &value_of(const std::string &name, const Variables &variables) {
    const auto found = variables.find(name);
    if (found != variables.end())
        return found->second;
    std::vector<std::string> names;
    for (const auto &[each, value] : variables)
        names.push_back(each);
    const std::string guess = nearest_name(name, names);
    if (names.empty())
        throw BadPattern{fmt::format("{{{}}} stands for a job's source, and there is none", name)};
    throw BadPattern{fmt::format("there is no {{{}}}; {}", name,
                                 guess.empty()
                                     ? fmt::format("there is {{{}}}", fmt::join(names, "}, {"))
                                     : fmt::format("did you mean {{{}}}?", guess))};
}

} // namespace

std::string fill(const std::string &text, const Variables &variables) {
    std::string filled;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool twice = i + 1 < text.size() && text[i + 1] == text[i];
        if ((text[i] == '{' || text[i] == '}') && twice) {
            filled += text[i++];
        } else if (text[i] == '{') {
            const std::size_t end = text.find('}', i);
            if (end == std::string::npos)
                throw BadPattern{fmt::format("'{}' lacks a '}}'; a brace itself is '{{{{'", text)};
            filled += value_of(text.substr(i + 1, end - i - 1), variables);
            i = end;
        } else {
            filled += text[i];
        }
    }
    return filled;
}

bool is_glob(const std::string &text) { return text.find_first_of("*?") != std::string::npos; }

bool fits(const std::string &name, const std::string &glob) {
    return ::fnmatch(glob.c_str(), name.c_str(), FNM_PATHNAME | FNM_PERIOD) == 0;
}

std::vector<std::string> files_that_fit(const std::string &glob, const std::string &folder) {
    const std::string base = glob.starts_with('/') ? "" : folder + "/";
    std::string escaped; // the folder is a name, whatever is in it
    for (const char c : base) {
        if (std::string_view("*?[\\").find(c) != std::string_view::npos)
            escaped += '\\';
        escaped += c;
    }
    glob_t matches{};
    const int result = ::glob((escaped + glob).c_str(), GLOB_NOSORT, nullptr, &matches);
    const std::unique_ptr<glob_t, decltype(&::globfree)> release(&matches, &::globfree);
    std::vector<std::string> files;
    for (std::size_t i = 0; result == 0 && i < matches.gl_pathc; ++i)
        files.push_back(std::string(matches.gl_pathv[i]).substr(base.size()));
    std::ranges::sort(files);
    return files;
}

} // namespace tessera::batch
