// From what a user names to the photos that are meant.

#include "image/open.hpp"
#include "library/files.hpp"

#include <tessera/error.hpp>
#include <tessera/library.hpp>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <glob.h>
#include <memory>
#include <utility>

namespace tessera {
using namespace internal;
namespace fs = std::filesystem;
namespace {

bool is_hidden(const fs::path &path) { return path.filename().native().starts_with('.'); }

bool has_picture_suffix(const fs::path &path) {
    std::string suffix = path.extension().string();
    std::transform(suffix.begin(), suffix.end(), suffix.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return picture_suffixes().contains(suffix);
}

struct Found {
    std::vector<Photo> photos{};
    bool videos; ///< whether they count in folders
};

void add_folder(const fs::path &root, const fs::path &folder, Found &found) {
    std::error_code error;
    fs::directory_iterator entries(folder, error);
    if (error) // listed as it is, so that the build reports why it can't be read
        found.photos.push_back({folder.string(), folder.lexically_relative(root).string()});
    for (; !error && entries != fs::end(entries); entries.increment(error)) {
        const fs::path &path = entries->path();
        std::error_code ignored;
        if (is_hidden(path))
            continue;
        if (entries->is_directory(ignored)) {
            if (!entries->is_symlink(ignored)) // a link may lead back up
                add_folder(root, path, found);
        } else if (has_picture_suffix(path) ||
                   (found.videos && is_video_suffix(path.extension().string()))) {
            found.photos.push_back({path.string(), path.lexically_relative(root).string()});
        }
    }
}

void add_path(const std::string &path, Found &found) {
    if (fs::is_directory(path))
        add_folder(path, path, found);
    else
        found.photos.push_back({path, fs::path(path).filename().string()});
}

bool add_glob(const std::string &pattern, Found &found) {
    glob_t matches{};
    const int result = ::glob(pattern.c_str(), 0, nullptr, &matches);
    const std::unique_ptr<glob_t, decltype(&::globfree)> release(&matches, &::globfree);
    for (std::size_t i = 0; result == 0 && i < matches.gl_pathc; ++i)
        add_path(matches.gl_pathv[i], found);
    return result == 0;
}

bool exists(const std::string &path) {
    std::error_code ignored;
    return fs::exists(fs::symlink_status(path, ignored));
}

void add_input(const std::string &input, Found &found) {
    if (exists(input))
        add_path(input, found); // whatever its name looks like
    else if (input.find_first_of("*?[") == std::string::npos)
        throw unreadable(input, "there is no such file or folder");
    else if (!add_glob(input, found))
        throw unreadable(input, "no file matches it");
}

void add_list(const std::string &path, Found &found) {
    std::ifstream list(path);
    if (!list)
        throw unreadable(path, std::strerror(errno));
    for (std::string line; std::getline(list, line);) {
        if (line.ends_with('\r'))
            line.pop_back();
        if (!line.empty() && !line.starts_with('#'))
            add_input(line, found);
    }
}

/// Each once: a file has many names, "a.jpg" and "./a.jpg".
std::vector<Photo> by_absolute_path(std::vector<Photo> photos) {
    const AbsolutePaths absolute;
    std::vector<std::pair<std::string, Photo>> keyed;
    keyed.reserve(photos.size());
    for (Photo &photo : photos) {
        std::string key = absolute.of(photo.path);
        keyed.emplace_back(std::move(key), std::move(photo));
    }
    std::ranges::stable_sort(keyed, {}, &std::pair<std::string, Photo>::first);
    const auto is_same = [](const auto &a, const auto &b) { return a.first == b.first; };
    keyed.erase(std::unique(keyed.begin(), keyed.end(), is_same), keyed.end());
    photos.clear();
    for (auto &[path, photo] : keyed)
        photos.push_back(std::move(photo));
    return photos;
}

} // namespace

std::vector<Photo> find_photos(const std::vector<std::string> &inputs, bool videos) {
    Found found{.videos = videos};
    for (const std::string &input : inputs)
        if (input.starts_with('@') && !exists(input))
            add_list(input.substr(1), found);
        else
            add_input(input, found);
    return by_absolute_path(std::move(found.photos));
}

} // namespace tessera
