#include "write/registry.hpp"

#include "base/log.hpp"
#include "base/pending_output.hpp"
#include "base/run.hpp"
#include "write/writers.hpp"

#include <tessera/error.hpp>
#include <tessera/output.hpp>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <mutex>
#include <set>
#include <spdlog/fmt/fmt.h>
#include <utility>
#include <vector>

namespace tessera::internal {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view any_writer = "auto";

/// Thread-safe.
class Registry {
  public:
    /// In order of preference. A writer stays where it is until the end of the program.
    [[nodiscard]] std::vector<const Writer *> writers() const {
        const std::lock_guard lock(mutex_);
        std::vector<const Writer *> all;
        for (auto writer = added_.rbegin(); writer != added_.rend(); ++writer)
            all.push_back(writer->get());
        all.insert(all.end(), built_in_.begin(), built_in_.end());
        return all;
    }

    void add(std::shared_ptr<const Writer> writer) {
        if (!writer || writer->name().empty() || writer->name() == any_writer)
            throw Error(ErrorCode::invalid_argument,
                        fmt::format("a writer needs a name, and not '{}'", any_writer));
        const std::lock_guard lock(mutex_);
        added_.push_back(std::move(writer));
    }

  private:
    mutable std::mutex mutex_;
    std::vector<std::shared_ptr<const Writer>> added_;
    const std::vector<const Writer *> built_in_ = built_in_writers();
};

Registry &registry() {
    static Registry all;
    return all;
}

[[noreturn]] void refuse(const Target &target, const std::string &why) {
    throw Error(ErrorCode::unsupported, fmt::format("cannot write '{}': {}", target.path, why));
}

void check_name(const std::string &name) {
    const auto names = writer_names();
    if (std::ranges::find(names, name) == names.end())
        throw Error(
            ErrorCode::invalid_argument,
            fmt::format("there is no writer '{}'; there are {}", name, fmt::join(names, ", ")));
}

/// Writers of that name, or all, whose business such files are; in order of preference.
std::vector<const Writer *> candidates_for(const std::string &suffix, const std::string &name) {
    std::vector<const Writer *> candidates;
    for (const Writer *writer : registry().writers())
        if (const auto suffixes = writer->suffixes();
            (name == any_writer || name == writer->name()) &&
            std::ranges::find(suffixes, suffix) != suffixes.end())
            candidates.push_back(writer);
    return candidates;
}

/// Why no writer of that name takes a suffix.
std::string why_none(const std::string &suffix, const std::string &name) {
    const std::string who = name == any_writer ? "no writer" : fmt::format("no {} writer", name);
    return fmt::format("{} takes the suffix '{}'; there are {}", who, suffix,
                       fmt::join(writer_suffixes(name), " "));
}

void check_companions(const Target &target, const Writer &writer, const WriteOptions &options) {
    for (const std::string &name : writer.companions(target))
        if (const fs::path path = folder_of(target.path) / name;
            !options.replace && fs::exists(fs::symlink_status(path)))
            throw Error(
                ErrorCode::write_failed,
                fmt::format("cannot write '{}': '{}' exists already", target.path, path.string()));
}

void check_space(const Target &target, std::uint64_t needed) {
    if (needed == 0)
        return;
    std::error_code unknown;
    const fs::path temporary = fs::temp_directory_path(unknown);
    if (unknown)
        throw Error(ErrorCode::write_failed,
                    fmt::format("cannot write '{}': libvips needs a folder for temporary files, "
                                "and what TMPDIR names is none",
                                target.path));
    for (const fs::path &folder : {folder_of(target.path), temporary})
        if (const auto free = fs::space(folder, unknown).available; !unknown && free < needed)
            throw Error(ErrorCode::write_failed,
                        fmt::format("cannot write '{}': up to {} bytes may be needed in '{}', and "
                                    "{} are free; libvips would not survive a full disk here",
                                    target.path, needed, folder.string(), free));
}

} // namespace

WriterChoice choose_writer(const Target &target, const MosaicForm &form,
                           const WriteOptions &options) {
    static_cast<void>(mosaic_size(form.grid, form.tile)); // throws
    if (options.overlay && !(options.overlay->opacity >= 0 && options.overlay->opacity <= 1))
        throw Error(
            ErrorCode::invalid_argument,
            fmt::format("an overlay's opacity is 0 to 1, not {}", options.overlay->opacity));
    const std::string &name = options.writer;
    check_name(name);
    const auto candidates = candidates_for(target.suffix(), name);
    std::vector<std::string> refusals;
    for (const Writer *writer : candidates) {
        const std::string why = options.overlay && !writer->draws()
                                    ? "it lays nothing over the tiles"
                                    : writer->refusal(target, form);
        if (!why.empty())
            refusals.push_back(fmt::format("{} can't: {}", writer->name(), why));
        else if (name != any_writer)
            return {*writer, fmt::format("{} was asked for", name)};
        else if (!refusals.empty())
            return {*writer, fmt::format("{}", fmt::join(refusals, "; "))};
        else if (writer != candidates.back())
            return {*writer, fmt::format("{} comes before {}, which works once per px",
                                         writer->name(), candidates.back()->name())};
        else
            return {*writer, fmt::format("no other writes '{}'", target.suffix())};
    }
    refuse(target, refusals.empty() ? why_none(target.suffix(), name)
                                    : fmt::format("{}", fmt::join(refusals, "; ")));
}

WriterChoice checked_choice(const Target &target, const MosaicForm &form,
                            const WriteOptions &options) {
    const WriterChoice choice = choose_writer(target, form, options);
    check_output_path(target.path, options.replace);
    check_companions(target, choice.writer, options);
    check_space(target, choice.writer.needed_bytes(target, form));
    return choice;
}

} // namespace tessera::internal

namespace tessera {
using namespace internal;

Writer::~Writer() = default;

bool Writer::draws() const noexcept { return false; }

bool Writer::makes_parts() const noexcept { return false; }

void Writer::write_part(const PartWork &, PartOutput &) const {
    throw Error(ErrorCode::unsupported, fmt::format("the {} writer makes no parts", name()));
}

void Writer::join(const Parts &, const Target &, const std::string &, const RunOptions &) const {
    throw Error(ErrorCode::unsupported, fmt::format("the {} writer makes no parts", name()));
}

std::vector<std::string> Writer::companions(const Target &) const { return {}; }

std::uint64_t Writer::needed_bytes(const Target &, const MosaicForm &) const { return 0; }

std::vector<std::string> writer_names() {
    std::vector<std::string> names{std::string(any_writer)};
    for (const Writer *writer : registry().writers())
        if (std::ranges::find(names, writer->name()) == names.end())
            names.emplace_back(writer->name());
    return names;
}

std::vector<std::string> writer_suffixes(const std::string &name) {
    check_name(name);
    std::set<std::string> all;
    for (const Writer *writer : registry().writers())
        if (name == any_writer || name == writer->name())
            std::ranges::copy(writer->suffixes(), std::inserter(all, all.end()));
    return {all.begin(), all.end()};
}

void register_writer(std::shared_ptr<const Writer> writer) { registry().add(std::move(writer)); }

void check_output(const Target &target, const MosaicForm &form, const WriteOptions &options) {
    static_cast<void>(checked_choice(target, form, options));
}

WriteReport write(const Mosaic &mosaic, const Target &target, const WriteOptions &options,
                  const RunOptions &run) {
    check_run(run);
    const auto [writer, reason] = checked_choice(target, mosaic.form(), options);
    log().info("'{}': {} writer; {}", target.path, writer.name(), reason);
    PendingOutput output(target.path, options.replace);
    writer.write(mosaic, target, output.folder().string(), options, run);
    throw_if_cancelled(run);
    const PendingOutput::Result result =
        output.commit(options.sync ? Durability::flushed : Durability::buffered);
    return {result.path, std::string(writer.name()), reason, result.bytes};
}

} // namespace tessera
