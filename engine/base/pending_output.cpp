#include "base/pending_output.hpp"

#include "base/file_descriptor.hpp"

#include <tessera/error.hpp>
#include <tessera/session.hpp>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <vector>

namespace tessera {
namespace fs = std::filesystem;
namespace {

std::string errno_text() { return std::strerror(errno); }

FileDescriptor open_folder(const fs::path &path) { return {path.c_str(), O_RDONLY | O_DIRECTORY}; }

/// Bytes of a file, once it is as safe as asked for.
std::uint64_t secure_file(const fs::path &final, const fs::path &file, Durability durability) {
    const FileDescriptor descriptor(file.c_str(), O_RDONLY);
    if (descriptor.get() < 0 ||
        (durability == Durability::flushed && ::fsync(descriptor.get()) != 0))
        throw unwritable(final, errno_text());
    return fs::file_size(file);
}

std::uint64_t secure_tree(const fs::path &final, const fs::path &folder, Durability durability) {
    std::uint64_t bytes = 0;
    for (const auto &entry : fs::recursive_directory_iterator(folder))
        if (entry.is_regular_file())
            bytes += entry.file_size();
    if (const FileDescriptor descriptor = open_folder(folder);
        durability == Durability::flushed && ::syncfs(descriptor.get()) != 0)
        throw unwritable(final, errno_text());
    return bytes;
}

} // namespace

void check_output_path(const std::string &path, bool replace) {
    const fs::path final(path);
    std::error_code ignored;
    if (!final.has_filename() || fs::is_directory(final, ignored))
        throw unwritable(final, "it is a folder; the name of a file was wanted");
    if (!replace && fs::exists(fs::symlink_status(final, ignored)))
        throw unwritable(final, "it exists already");
    check_folder_of(final);
}

PendingOutput::PendingOutput(const std::string &path, bool replace)
    : final_(path), replace_(replace) {
    check_output_path(path, replace);
    partial_.emplace(final_);
}

PendingOutput::~PendingOutput() = default;

std::string PendingOutput::path() const { return (folder() / final_.filename()).string(); }

PendingOutput::Result PendingOutput::commit(Durability durability) {
    try {
        std::vector<fs::path> files, folders;
        for (const auto &entry : fs::directory_iterator(folder()))
            (entry.is_directory() ? folders : files).push_back(entry.path());
        if (files.empty() && folders.empty())
            throw unwritable(final_, "nothing was written");
        std::uint64_t bytes = 0;
        if (!folders.empty())
            bytes = secure_tree(final_, folder(), durability);
        else
            for (const fs::path &file : files)
                bytes += secure_file(final_, file, durability);
        // Folders first: the file that refers to them is what makes the output complete.
        folders.insert(folders.end(), files.begin(), files.end());
        for (const fs::path &entry : folders)
            if (const fs::path place = folder_of(final_) / entry.filename();
                !replace_ && fs::exists(fs::symlink_status(place)))
                throw unwritable(place, "it exists already");
        for (const fs::path &entry : folders)
            publish(entry);
        if (const FileDescriptor parent = open_folder(folder_of(final_));
            durability == Durability::flushed)
            ::fsync(parent.get());
        fs::remove_all(folder());
        return {(final_.parent_path() / folders.back().filename()).string(), bytes};
    } catch (const fs::filesystem_error &error) {
        throw unwritable(final_, error.code().message());
    }
}

void PendingOutput::publish(const fs::path &entry) {
    const fs::path place = folder_of(final_) / entry.filename();
    if (fs::is_directory(entry) && fs::exists(place))
        fs::rename(place, folder() / (".old-" + entry.filename().string()));
    fs::rename(entry, place);
}

void save_output(const std::string &path, std::string_view bytes, bool replace) {
    PendingOutput pending(path, replace);
    std::ofstream file(pending.path(), std::ios::binary);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    file.close();
    if (!file)
        throw unwritable(path, errno_text());
    pending.commit(Durability::buffered);
}

} // namespace tessera
