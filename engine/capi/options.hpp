// Options as texts, by their names on the command line.
#pragma once

#include <tessera/library.hpp>
#include <tessera/match.hpp>
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
    [[nodiscard]] bool flag(const std::string &name); ///< "flip", "flip=true" or "flip=false"
    [[nodiscard]] std::optional<double> number(const std::string &name);
    /// REQUIRES: 0 <= most.
    [[nodiscard]] std::optional<std::uint64_t> whole(const std::string &name, std::uint64_t most);

    void finish() const;

  private:
    std::vector<std::pair<std::string, std::string>> values_;
    std::vector<std::string> asked_;
};

[[nodiscard]] BuildOptions build_options(const char *const *list);
[[nodiscard]] Rgb background_option(const char *const *list);
[[nodiscard]] bool force_option(const char *const *list);

/// Checked against source and library. mask, importance: null, or instead of the options' files.
[[nodiscard]] MatchOptions match_options(const char *const *list, const Source &source,
                                         const TileLibrary &library,
                                         const std::pair<const Source *, const Source *> &pictures);

/// source: of blend; may be null.
[[nodiscard]] WriteOptions write_options(const char *const *list, const Source *source);

} // namespace tessera::capi
