#include "base/pending_output.hpp"

#include "base/file_descriptor.hpp"
#include "base/log.hpp"
#include "base/rename.hpp"

#include <tessera/error.hpp>
#include <tessera/output.hpp>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <vector>

namespace tessera::internal {
namespace fs = std::filesystem;
namespace {

/// Flushes to disk what was written below `path`. Throws: Error{write_failed}.
void flush(const fs::path &final, const fs::path &path) {
    const bool is_folder = fs::is_directory(path);
    const FileDescriptor opened(path.c_str(), is_folder ? O_RDONLY | O_DIRECTORY : O_RDONLY);
    if (opened.get() < 0 || (is_folder ? ::syncfs(opened.get()) : ::fsync(opened.get())) != 0)
        throw unwritable(final, std::strerror(errno));
}

std::uint64_t bytes_in(const fs::path &folder) {
    std::uint64_t bytes = 0;
    for (const auto &entry : fs::recursive_directory_iterator(folder))
        if (entry.is_regular_file())
            bytes += entry.file_size();
    return bytes;
}

/// Throws: Error{write_failed} unless `entry` may get the name `place`.
void check_place(const fs::path &entry, const fs::path &place, bool replace) {
    const auto status = fs::symlink_status(place);
    if (!replace && fs::exists(status))
        throw unwritable(place, "it exists already");
    if (fs::is_directory(status) && !fs::is_directory(entry))
        throw unwritable(place, "it is a folder; the name of a file was wanted");
}

/// What got its final name.
struct Published {
    fs::path entry, place;
    bool replaces; ///< `entry` is what stood at `place` before
};

/// What a file was renamed over, where nothing can be exchanged, is lost.
void withdraw(const Published &published) {
    try {
        if (!published.replaces)
            rename_to_free(published.place, published.entry);
        else if (fs::exists(fs::symlink_status(published.entry)))
            exchange(published.entry, published.place);
    } catch (const std::exception &error) {
        log().warn("what stood there before can't be brought back: {}", error.what());
    }
}

} // namespace

PendingOutput::PendingOutput(const std::string &path, bool replace)
    : final_(path), replace_(replace) {
    check_output_path(path, replace);
    partial_.emplace(final_);
}

PendingOutput::~PendingOutput() = default;

std::string PendingOutput::path() const { return (folder() / final_.filename()).string(); }

PendingOutput::Result PendingOutput::commit(Durability durability) {
    try {
        std::vector<fs::path> files, entries;
        for (const auto &entry : fs::directory_iterator(folder()))
            (entry.is_directory() ? entries : files).push_back(entry.path());
        if (files.empty() && entries.empty())
            throw unwritable(final_, "nothing was written");
        if (durability == Durability::flushed && !entries.empty())
            flush(final_, folder());
        else if (durability == Durability::flushed)
            for (const fs::path &file : files)
                flush(final_, file);
        // Folders first: the file that refers to them is what makes the output complete.
        entries.insert(entries.end(), files.begin(), files.end());
        const std::uint64_t bytes = bytes_in(folder());
        const FileDescriptor parent(folder_of(final_).c_str(), O_RDONLY | O_DIRECTORY);
        if (durability == Durability::flushed && parent.get() < 0)
            throw unwritable(final_, std::strerror(errno));
        publish(entries);
        if (durability == Durability::flushed)
            ::fsync(parent.get());
        std::error_code ignored; // the destructor, or the next output of that name, tries again
        fs::remove_all(folder(), ignored);
        return {(final_.parent_path() / entries.back().filename()).string(), bytes};
    } catch (const fs::filesystem_error &error) {
        throw unwritable(final_, error.code().message());
    }
}

void PendingOutput::publish(std::span<const fs::path> entries) {
    for (const fs::path &entry : entries) {
        const fs::path place = folder_of(final_) / entry.filename();
        restore_replaced(place);
        check_place(entry, place, replace_);
    }
    std::vector<Published> done;
    try {
        for (const fs::path &entry : entries) {
            const fs::path place = folder_of(final_) / entry.filename();
            const bool replaces = replace_ && fs::exists(fs::symlink_status(place));
            if (replaces)
                exchange(entry, place);
            else
                rename_to_free(entry, place);
            done.push_back({entry, place, replaces});
        }
    } catch (...) {
        for (; !done.empty(); done.pop_back())
            withdraw(done.back());
        throw;
    }
}

} // namespace tessera::internal

namespace tessera {
using namespace internal;

void check_output_path(const std::string &path, bool replace) {
    const fs::path final(path);
    std::error_code ignored;
    if (!final.has_filename() || fs::is_directory(final, ignored))
        throw unwritable(final, "it is a folder; the name of a file was wanted");
    if (!replace && fs::exists(fs::symlink_status(final, ignored)))
        throw unwritable(final, "it exists already");
    check_folder_of(final);
}

void save_output(const std::string &path, std::string_view bytes, bool replace) {
    PendingOutput pending(path, replace);
    std::ofstream file(pending.path(), std::ios::binary);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    file.close();
    if (!file)
        throw unwritable(path, std::strerror(errno));
    pending.commit(Durability::buffered);
}

} // namespace tessera
