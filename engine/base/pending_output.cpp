#include "base/pending_output.hpp"

#include "base/file_descriptor.hpp"

#include <tessera/error.hpp>
#include <tessera/session.hpp>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <mutex>
#include <set>
#include <spdlog/fmt/fmt.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <utility>
#include <vector>

namespace tessera {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view partial_mark = ".partial-";
constexpr std::size_t longest_stem = 200; // a file name holds 255 bytes

[[noreturn]] void fail(const fs::path &final, const std::string &why) {
    throw Error(ErrorCode::write_failed, fmt::format("cannot write '{}': {}", final.string(), why));
}

std::string errno_text() { return std::strerror(errno); }

std::string partial_prefix(const fs::path &final) {
    return fmt::format(".{}{}", final.filename().string().substr(0, longest_stem), partial_mark);
}

FileDescriptor open_folder(const fs::path &path) { return {path.c_str(), O_RDONLY | O_DIRECTORY}; }

bool lock(const FileDescriptor &file) {
    return file.get() >= 0 && ::flock(file.get(), LOCK_EX | LOCK_NB) == 0;
}

/// Paths in use in this process, for abandon_outputs().
struct Registry {
    std::mutex mutex;
    std::set<fs::path> paths;
};

Registry &registry() {
    static Registry instance;
    return instance;
}

bool is_same_folder(const fs::path &path, int fd) {
    struct stat by_path {};
    struct stat by_fd {};
    return ::stat(path.c_str(), &by_path) == 0 && ::fstat(fd, &by_fd) == 0 &&
           by_path.st_ino == by_fd.st_ino;
}

/// Bytes of a file, once it is as safe as asked for.
std::uint64_t secure_file(const fs::path &final, const fs::path &file, Durability durability) {
    const FileDescriptor descriptor(file.c_str(), O_RDONLY);
    if (descriptor.get() < 0 ||
        (durability == Durability::flushed && ::fsync(descriptor.get()) != 0))
        fail(final, errno_text());
    return fs::file_size(file);
}

std::uint64_t secure_tree(const fs::path &final, const fs::path &folder, Durability durability) {
    std::uint64_t bytes = 0;
    for (const auto &entry : fs::recursive_directory_iterator(folder))
        if (entry.is_regular_file())
            bytes += entry.file_size();
    if (const FileDescriptor descriptor = open_folder(folder);
        durability == Durability::flushed && ::syncfs(descriptor.get()) != 0)
        fail(final, errno_text());
    return bytes;
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

Abandonable::Abandonable(fs::path path) : path_(std::move(path)) {
    const std::lock_guard guard(registry().mutex);
    registry().paths.insert(path_);
}

Abandonable::~Abandonable() {
    const std::lock_guard guard(registry().mutex);
    registry().paths.erase(path_);
}

void remove_stale(const fs::path &final) {
    const std::string prefix = partial_prefix(final);
    std::error_code ignored;
    for (const auto &entry : fs::directory_iterator(folder_of(final), ignored)) {
        if (!entry.path().filename().string().starts_with(prefix) || !entry.is_directory(ignored))
            continue;
        if (const FileDescriptor folder = open_folder(entry.path()); lock(folder))
            fs::remove_all(entry.path(), ignored);
    }
}

struct PendingOutput::Lock {
    FileDescriptor folder;
};

fs::path folder_of(const fs::path &path) {
    return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

void check_output_path(const std::string &path, bool replace) {
    const fs::path final(path);
    std::error_code ignored;
    if (!final.has_filename() || fs::is_directory(final, ignored))
        fail(final, "it is a folder; the name of a file was wanted");
    if (!replace && fs::exists(fs::symlink_status(final, ignored)))
        fail(final, "it exists already");
    if (!fs::is_directory(folder_of(final), ignored))
        fail(final, fmt::format("there is no folder '{}'", folder_of(final).string()));
    if (::access(folder_of(final).c_str(), W_OK | X_OK) != 0)
        fail(final, errno_text());
}

PendingOutput::PendingOutput(const std::string &path, bool replace)
    : final_(path), replace_(replace) {
    check_output_path(path, replace);
    remove_stale(final_);
    static std::atomic<unsigned> counter{0};
    do {
        folder_ = folder_of(final_) /
                  fmt::format("{}{}-{}", partial_prefix(final_), ::getpid(), counter.fetch_add(1));
        if (::mkdir(folder_.c_str(), 0777) != 0)
            fail(final_, errno_text());
        lock_.reset(new Lock{open_folder(folder_)});
        // Between mkdir and lock another process may have taken the folder for a stale one.
    } while (!lock(lock_->folder) || !is_same_folder(folder_, lock_->folder.get()));
    abandonable_.emplace(folder_);
}

PendingOutput::~PendingOutput() {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
}

std::string PendingOutput::path() const { return (folder_ / final_.filename()).string(); }

PendingOutput::Result PendingOutput::commit(Durability durability) {
    try {
        std::vector<fs::path> files, folders;
        for (const auto &entry : fs::directory_iterator(folder_))
            (entry.is_directory() ? folders : files).push_back(entry.path());
        if (files.empty() && folders.empty())
            fail(final_, "nothing was written");
        std::uint64_t bytes = 0;
        if (!folders.empty())
            bytes = secure_tree(final_, folder_, durability);
        else
            for (const fs::path &file : files)
                bytes += secure_file(final_, file, durability);
        // Folders first: the file that refers to them is what makes the output complete.
        folders.insert(folders.end(), files.begin(), files.end());
        for (const fs::path &entry : folders)
            if (const fs::path place = folder_of(final_) / entry.filename();
                !replace_ && fs::exists(fs::symlink_status(place)))
                fail(place, "it exists already");
        for (const fs::path &entry : folders)
            publish(entry);
        if (const FileDescriptor parent = open_folder(folder_of(final_));
            durability == Durability::flushed)
            ::fsync(parent.get());
        fs::remove_all(folder_);
        return {(final_.parent_path() / folders.back().filename()).string(), bytes};
    } catch (const fs::filesystem_error &error) {
        fail(final_, error.code().message());
    }
}

void PendingOutput::publish(const fs::path &entry) {
    const fs::path place = folder_of(final_) / entry.filename();
    if (fs::is_directory(entry) && fs::exists(place))
        fs::rename(place, folder_ / (".old-" + entry.filename().string()));
    fs::rename(entry, place);
}

void save_output(const std::string &path, std::string_view bytes, bool replace) {
    PendingOutput pending(path, replace);
    std::ofstream file(pending.path(), std::ios::binary);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    file.close();
    if (!file)
        fail(path, errno_text());
    pending.commit(Durability::buffered);
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
