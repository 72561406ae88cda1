#include "animate/frame_plans.hpp"

#include "base/log.hpp"
#include "base/pending_output.hpp"

#include <tessera/error.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <spdlog/fmt/fmt.h>
#include <utility>

namespace tessera::internal {
namespace fs = std::filesystem;
namespace {

constexpr const char *what_name = "film.txt";

std::string text_of(const fs::path &path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

/// What a write that was stopped leaves is hidden.
bool is_empty(const fs::path &folder) {
    return std::ranges::all_of(fs::directory_iterator(folder),
                               [](const fs::directory_entry &entry) {
                                   return entry.path().filename().native().starts_with('.');
                               });
}

void write_text(const fs::path &path, const std::string &text) {
    PendingOutput output(path.string(), false);
    std::ofstream file(output.folder() / path.filename(), std::ios::binary);
    file << text;
    file.close();
    if (!file)
        throw Error(ErrorCode::write_failed, fmt::format("cannot write '{}'", path.string()));
    output.commit(Durability::buffered);
}

} // namespace

FramePlans::FramePlans(std::string folder, const std::string &what, TileLibrary library)
    : folder_(std::move(folder)), library_(std::move(library)) {
    std::error_code error;
    fs::create_directories(folder_, error);
    if (!fs::is_directory(folder_))
        throw Error(ErrorCode::write_failed,
                    fmt::format("cannot make the folder '{}' of plans: {}", folder_,
                                error ? error.message() : "it is a file"));
    const fs::path file = fs::path(folder_) / what_name;
    if (!fs::exists(file) && is_empty(folder_))
        write_text(file, what);
    else if (text_of(file) != what)
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("the folder '{}' holds something else than plans of this film, "
                                "made with these options and this library; remove it, or take "
                                "another",
                                folder_));
}

std::optional<Mosaic> FramePlans::load(std::uint64_t frame) const {
    const std::string path = path_of(frame);
    if (!fs::exists(path))
        return std::nullopt;
    try {
        return load_plan(path, library_);
    } catch (const Error &error) {
        log().warn("made anew: {}", error.what());
        return std::nullopt;
    }
}

void FramePlans::save(std::uint64_t frame, const Mosaic &mosaic) const {
    save_plan(mosaic, path_of(frame), true);
}

std::string FramePlans::path_of(std::uint64_t frame) const {
    return (fs::path(folder_) / fmt::format("{:06}.plan.tif", frame)).string();
}

} // namespace tessera::internal
