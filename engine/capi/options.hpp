// Options as texts, by their names on the command line.
#pragma once

#include <tessera/library.hpp>
#include <tessera/match.hpp>
#include <tessera/sequence.hpp>
#include <tessera/writer.hpp>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tessera::capi {

/// A list such as {"cells=207x292", "flip"}. What is taken from it goes; finish() refuses the rest.
/// All throw: Error{invalid_argument} that names the option.
class TextOptions {
  public:
    /// list: ends with null; or null.
    explicit TextOptions(const char *const *list);

    [[nodiscard]] std::optional<std::string> text(const std::string &name);
    [[nodiscard]] std::vector<std::string>
    texts(const std::string &name); ///< given any number of times
    /// "flip", "flip=true" or "flip=false".
    [[nodiscard]] bool flag(const std::string &name, bool otherwise = false);
    [[nodiscard]] std::optional<double> number(const std::string &name);
    /// REQUIRES: 0 <= most.
    [[nodiscard]] std::optional<std::uint64_t> whole(const std::string &name, std::uint64_t most);

    void finish() const;

  private:
    std::vector<std::pair<std::string, std::string>> values_;
    std::vector<std::string> asked_;
};

/// What becomes of photos that were found.
struct BuildWish {
    BuildOptions build{};
    bool update = false; ///< there is a library already
    std::vector<std::string> exclude{};
    Size least{0, 0}; ///< of photos, px
};

/// For a library at `path`: where there is one, what wasn't given is as it has it.
[[nodiscard]] BuildWish build_wish(const char *const *list, const std::string &path);
[[nodiscard]] Rgb background_option(const char *const *list);
[[nodiscard]] bool force_option(const char *const *list);

/// Pictures instead of the files of options; null for none.
struct MatchPictures {
    const Source *mask = nullptr, *importance = nullptr;
};

/// Checked against source and library, of which tiles are chosen.
[[nodiscard]] MatchOptions match_options(const char *const *list, const Source &source,
                                         const TileLibrary &library, const MatchPictures &pictures,
                                         const RunOptions &run);

/// source: of blend; may be null.
[[nodiscard]] WriteOptions write_options(const char *const *list, const Source *source);

[[nodiscard]] FrameOptions frame_options(const char *const *list);

/// How a tensor is written.
struct SequenceWish {
    SequenceOptions options{};
    FrameRate rate{}; ///< where durations weren't given
};

[[nodiscard]] SequenceWish sequence_wish(const char *const *list);

} // namespace tessera::capi
