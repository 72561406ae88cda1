// Which of the photos that were found become tiles.

#include "cli/steps.hpp"

#include <tessera/error.hpp>
#include <tessera/select.hpp>

#include <spdlog/fmt/fmt.h>

namespace tessera::cli {

std::vector<Photo> choose_photos(Command &command, std::vector<Photo> photos,
                                 const BuildSettings &settings) {
    const std::size_t found = photos.size();
    exclude_photos(photos, settings.exclude);
    const std::size_t excluded = found - photos.size();
    std::vector<SkippedPhoto> small;
    if (settings.least != Size{})
        small = command.timed(
            "sizes", [&] { return exclude_small_photos(photos, settings.least, command.run()); });
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
