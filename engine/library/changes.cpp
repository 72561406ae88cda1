#include "library/changes.hpp"

#include "base/parallel.hpp"
#include "base/run.hpp"

#include <algorithm>
#include <sys/stat.h>
#include <utility>

namespace tessera::internal {
namespace {

bool exists(const std::string &path) {
    struct stat status {};
    return ::lstat(path.c_str(), &status) == 0;
}

bool is_same_file(const KnownPhoto &known, const PhotoFile &file) {
    return known.file_bytes == file.bytes && known.modified_ns == file.modified_ns;
}

/// Whether the library says the same of a photo as would be said of it now.
bool is_described(const KnownPhoto &known, const Photo &photo, const PhotoFile &file) {
    return known.path == file.path && is_same_file(known, file) && known.name == photo.name &&
           (std::holds_alternative<std::monostate>(photo.label) || photo.label == known.label);
}

/// Puts a plan together, photo by photo.
class Planner {
  public:
    Planner(const GivenPhotos &given, const KnownPhotos &known)
        : given_(given), known_(known), planned_(given.photos.size()),
          replaced_(known.all().size()) {}

    /// Returns those that are to be told by their contents.
    std::vector<std::size_t> match_files() {
        std::vector<std::size_t> others;
        for (std::size_t i = 0; i < planned_.size(); ++i) {
            const PhotoFile &file = given_.files[i];
            PlannedPhoto &photo = planned_[i];
            const auto here = known_.at(file.path);
            photo = {file.path, i, std::nullopt, here ? Fate::changed : Fate::added,
                     here ? *here : known_.all().size() + i};
            for (std::size_t j = here.value_or(known_.all().size());
                 j < known_.all().size() && known_.all()[j].path == file.path; ++j) {
                replaced_[j] = true;
                if (!photo.known && is_same_file(known_.all()[j], file))
                    take_over(photo, j, Fate::kept);
            }
            if (!photo.known && known_.has_size(file.bytes))
                others.push_back(i);
        }
        return others;
    }

    void match_content(std::size_t i, const Digest &content) {
        const auto alike = known_.with(content);
        if (alike.empty())
            return;
        PlannedPhoto &photo = planned_[i];
        const auto is_here = [&](std::size_t j) { return known_.all()[j].path == photo.path; };
        const auto is_gone = [&](std::size_t j) {
            return !replaced_[j] && !exists(known_.all()[j].path);
        };
        if (const auto same = std::ranges::find_if(alike, is_here); same != alike.end()) {
            take_over(photo, *same, Fate::kept);
        } else if (const auto old = std::ranges::find_if(alike, is_gone);
                   photo.fate == Fate::added && old != alike.end()) {
            replaced_[*old] = true;
            photo.place = *old;
            take_over(photo, *old, Fate::moved);
        } else {
            take_over(photo, alike.front(), photo.fate);
        }
    }

    Changes finish(PhotoOrder order, bool prune) {
        Changes changes;
        for (std::size_t j = 0; j < replaced_.size(); ++j)
            if (!replaced_[j] && prune) {
                ++changes.removed;
            } else if (!replaced_[j]) {
                planned_.push_back({known_.all()[j].path, std::nullopt, j, Fate::kept, j});
                changes.only_given = false;
            }
        if (order == PhotoOrder::by_path)
            std::ranges::stable_sort(planned_, {}, &PlannedPhoto::path);
        else
            std::ranges::stable_sort(planned_, {}, &PlannedPhoto::place);
        std::size_t next = 0; // of what is known, if it stays
        for (const PlannedPhoto &photo : planned_)
            if (photo.known)
                changes.known_stays = stays(photo, next++) && changes.known_stays;
        changes.known_stays = changes.known_stays && next == known_.all().size();
        changes.photos = std::move(planned_);
        return changes;
    }

  private:
    static void take_over(PlannedPhoto &photo, std::size_t known, Fate fate) {
        photo.known = known;
        photo.fate = fate;
    }

    [[nodiscard]] bool stays(const PlannedPhoto &photo, std::size_t place) const {
        return *photo.known == place &&
               (!photo.given || is_described(known_.all()[place], given_.photos[*photo.given],
                                             given_.files[*photo.given]));
    }

    const GivenPhotos &given_;
    const KnownPhotos &known_;
    std::vector<PlannedPhoto> planned_;
    std::vector<bool> replaced_; ///< known photos whose place another one takes, or the same
};

} // namespace

Changes plan_changes(const GivenPhotos &given, const KnownPhotos &known, PhotoOrder order,
                     bool prune, const RunOptions &run) {
    Planner planner(given, known);
    const auto others = planner.match_files();
    std::vector<std::optional<Digest>> contents(others.size());
    parallel_for(others.size(), threads_of(run), [&] {
        return [&](std::size_t i) {
            throw_if_cancelled(run);
            contents[i] = hash_file(given.photos[others[i]].path);
        };
    });
    for (std::size_t i = 0; i < others.size(); ++i)
        if (contents[i])
            planner.match_content(others[i], *contents[i]);
    return planner.finish(order, prune);
}

void describe_file(TileRecord &record, const Photo &photo, const PhotoFile &file) {
    record.path = file.path;
    record.name = photo.name;
    record.file_bytes = file.bytes;
    record.modified_ns = file.modified_ns;
    if (!std::holds_alternative<std::monostate>(photo.label))
        record.label = photo.label;
}

} // namespace tessera::internal
