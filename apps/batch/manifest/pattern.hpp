// `{name}` in the values of jobs.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace tessera::batch {

using Variables = std::map<std::string, std::string>;

/// What of a text between braces is no variable: then fill() can't be called.
struct BadPattern {
    std::string why;
};

/// The text with variables in the place of their names in braces; "{{" and "}}" are braces.
/// Throws: BadPattern.
[[nodiscard]] std::string fill(const std::string &text, const Variables &variables);

/// Whether a text that isn't the name of a file is to be taken for many: it has a * or a ?.
[[nodiscard]] bool is_glob(const std::string &text);

/// Whether a name fits a glob in which * and ? stop at a '/'.
[[nodiscard]] bool fits(const std::string &name, const std::string &glob);

/// Files that fit, relative to `folder` unless the glob is absolute, in the order of their bytes.
[[nodiscard]] std::vector<std::string> files_that_fit(const std::string &glob,
                                                      const std::string &folder);

} // namespace tessera::batch
