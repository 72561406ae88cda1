// What a program that ends at once removes.
#include <tessera/output.hpp>

#include <filesystem>
#include <mutex>
#include <set>
#include <utility>

namespace tessera {
namespace fs = std::filesystem;
namespace {

/// Paths in use in this process, for abandon_outputs().
struct Registry {
    std::mutex mutex;
    std::set<fs::path> paths;
};

Registry &registry() {
    static Registry instance;
    return instance;
}

/// libvips keeps the upper levels of pyramids in temporary files, and removes them only when a save
/// ends: those that are open now are this process's own.
void remove_open_temporaries() {
    std::error_code error;
    for (const auto &entry : fs::directory_iterator("/proc/self/fd", error)) {
        const fs::path file = fs::read_symlink(entry.path(), error);
        const std::string name = file.filename().string();
        if (!error && name.starts_with("vips-") && name.ends_with(".target"))
            fs::remove(file, error);
    }
}

} // namespace

Abandonable::Abandonable(std::string path) : path_(std::move(path)) {
    const std::lock_guard guard(registry().mutex);
    registry().paths.insert(path_);
}

Abandonable::~Abandonable() {
    const std::lock_guard guard(registry().mutex);
    registry().paths.erase(path_);
}

void abandon_outputs() noexcept {
    try {
        const std::lock_guard guard(registry().mutex);
        std::error_code error;
        for (const fs::path &path : registry().paths)
            // A writer that still runs may add a file between two removals.
            for (int attempt = 0; attempt < 100 && fs::exists(path, error); ++attempt)
                fs::remove_all(path, error);
        remove_open_temporaries();
    } catch (...) { // out of memory: the next output of that name removes the folder
    }
}

} // namespace tessera
