// Manifests as JSON lines: each line is an object with the same keys as a TOML document.

#include "batch/manifest/value.hpp"

#include <nlohmann/json.hpp>
#include <spdlog/fmt/fmt.h>

namespace tessera::batch {
namespace {

using Json = nlohmann::ordered_json;

/// Parsed JSON doesn't tell where its keys stood, so they are looked for in the line.
class LineReader {
  public:
    LineReader(std::string_view line, ManifestPosition at) : line_(line), at_(std::move(at)) {}

    Value value(const Json &json, const ManifestPosition &at) {
        Value value;
        value.at = at;
        if (json.is_object()) {
            for (const auto &[key, member] : json.items()) {
                const ManifestPosition place = place_of(key);
                value.members.push_back({key, place, this->value(member, place)});
            }
            return value;
        }
        if (json.is_array()) {
            value.kind = Value::Kind::list;
            for (const Json &item : json)
                value.items.push_back(this->value(item, at));
            return value;
        }
        if (json.is_null())
            throw wrong(at, "null means nothing here; leave the key out");
        value.kind = json.is_string()    ? Value::Kind::text
                     : json.is_boolean() ? Value::Kind::truth
                                         : Value::Kind::number;
        value.truth = json.is_boolean() && json.get<bool>();
        value.text = json.is_string() ? json.get<std::string>() : json.dump();
        return value;
    }

  private:
    /// The next of its kind: keys are met in the order of the line.
    ManifestPosition place_of(const std::string &key) {
        const std::string quoted = Json(key).dump();
        std::size_t found = line_.find(quoted, next_);
        if (found == std::string_view::npos) // written with escapes
            found = next_;
        next_ = found + 1;
        return {at_.file, at_.line, found + 1};
    }

    std::string_view line_;
    ManifestPosition at_;
    std::size_t next_ = 0;
};

Json parse(std::string_view line, const ManifestPosition &at) {
    try {
        return Json::parse(line);
    } catch (const Json::parse_error &error) {
        throw wrong({at.file, at.line, error.byte},
                    "this is no JSON: " + std::string(error.what()));
    }
}

} // namespace

Value parse_json_lines(const std::string &text, const std::string &file) {
    Value document;
    document.at = {file, 1, 1};
    std::size_t number = 0;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        const std::string_view line = std::string_view(text).substr(begin, end - begin);
        const ManifestPosition at{file, ++number, 1};
        begin = end + 1;
        if (line.find_first_not_of(" \t\r") == std::string_view::npos)
            continue;
        const Json json = parse(line, at);
        if (!json.is_object())
            throw wrong(at, "a line is an object, such as {\"render\": {...}}");
        Value value = LineReader(line, at).value(json, at);
        for (Value::Member &member : value.members)
            document.members.push_back(std::move(member));
    }
    return document;
}

} // namespace tessera::batch
