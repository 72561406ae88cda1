// What a manifest says, with where it says so: the same of TOML and of JSON lines.
#pragma once

#include "batch/batch.hpp"
#include <tessera/error.hpp>

#include <string>
#include <vector>

namespace tessera::batch {

struct Value {
    enum class Kind { text, number, truth, list, table };
    struct Member;

    ManifestPosition at{};
    Kind kind = Kind::table;
    std::string text{}; ///< of a text, or of a number as a command line has it
    bool truth = false;
    std::vector<Value> items{};  ///< of a list
    std::vector<Member> members; ///< of a table, in the order of the file

    [[nodiscard]] const Member *find(const std::string &key) const;
};

struct Value::Member {
    std::string key;
    ManifestPosition at;
    Value value;
};

/// One table of a whole file; of JSON lines, the members of all lines.
/// Throws: Error{unreadable_image}; Error{invalid_argument} with the position.
[[nodiscard]] Value read_document(const std::string &path);

[[nodiscard]] Value parse_toml(const std::string &text, const std::string &file);
[[nodiscard]] Value parse_json_lines(const std::string &text, const std::string &file);

/// An error about what stands there: "jobs.toml:3:1: there is no ...".
[[nodiscard]] Error wrong(const ManifestPosition &at, const std::string &message);

} // namespace tessera::batch
