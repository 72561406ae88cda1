// --exclude and --min-size: which of the photos that were found become tiles.

#include "cli/command.hpp"

#include <tessera/error.hpp>

#include <algorithm>
#include <spdlog/fmt/fmt.h>

namespace tessera::cli {

void ChoiceFlags::add_to(CLI::App &verb) {
    verb.add_option("--exclude", patterns_,
                    "photos, or folders of them, not to take, by their names below PHOTOS")
        ->type_name("GLOB")
        ->allow_extra_args(false); // it would take arguments that follow it for its own
    verb.add_option("--min-size", min_size_, "leave out photos that are smaller, such as 800x600")
        ->type_name("SIZE");
}

std::string ChoiceFlags::key() const {
    return fmt::format("{}\n{}", min_size_, fmt::join(patterns_, "\n"));
}

Size ChoiceFlags::least() const {
    if (min_size_.empty())
        return {0, 0};
    const TileShape shape = parse_shape("--min-size", min_size_);
    if (shape.width < 1 || shape.height < 1)
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("--min-size wants 1 px or more a side, not '{}'", min_size_));
    return {shape.width, shape.height};
}

std::vector<Photo> ChoiceFlags::choose(Command &command, std::vector<Photo> photos) const {
    const std::size_t found = photos.size();
    const Size wanted = least();
    exclude_photos(photos, patterns_);
    const std::size_t excluded = found - photos.size();
    std::vector<SkippedPhoto> small;
    if (!min_size_.empty())
        small = command.timed("sizes",
                              [&] { return exclude_small_photos(photos, wanted, command.run()); });
    nlohmann::json left_out = nlohmann::json::array();
    for (const SkippedPhoto &photo : small) {
        left_out.push_back({{"path", photo.path}, {"reason", photo.reason}});
        command.console.detail(fmt::format("left out: {}", photo.reason));
    }
    command.report("excluded", excluded);
    command.report("left_out", left_out);
    const std::string counts = fmt::format("of {} photos {} were excluded, {} are too small", found,
                                           excluded, small.size());
    if (photos.empty())
        throw Error(ErrorCode::unreadable_image, fmt::format("no photo is left: {}", counts));
    if (photos.size() < found)
        command.console.note(counts);
    return photos;
}

} // namespace tessera::cli
