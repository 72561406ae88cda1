// Manifests in TOML. toml++'s one door.

#include "batch/manifest/value.hpp"

#include <algorithm>
#include <spdlog/fmt/fmt.h>
#include <toml++/toml.h>

namespace tessera::batch {
namespace {

class TomlReader {
  public:
    explicit TomlReader(const std::string &file) : file_(file) {}

    Value value(const toml::node &node) const {
        Value value;
        value.at = position(node.source());
        switch (node.type()) {
        case toml::node_type::string:
            value.kind = Value::Kind::text;
            value.text = node.ref<std::string>();
            return value;
        case toml::node_type::integer:
            value.kind = Value::Kind::number;
            value.text = fmt::to_string(node.ref<std::int64_t>());
            return value;
        case toml::node_type::floating_point:
            value.kind = Value::Kind::number;
            value.text = fmt::format("{}", node.ref<double>());
            return value;
        case toml::node_type::boolean:
            value.kind = Value::Kind::truth;
            value.truth = node.ref<bool>();
            return value;
        case toml::node_type::array:
            value.kind = Value::Kind::list;
            for (const toml::node &item : *node.as_array())
                value.items.push_back(this->value(item));
            return value;
        case toml::node_type::table:
            add_members(*node.as_table(), value);
            return value;
        default:
            throw wrong(value.at, "dates and times mean nothing here; put texts in quotes");
        }
    }

  private:
    ManifestPosition position(const toml::source_region &source) const {
        return {file_, source.begin.line, source.begin.column};
    }

    void add_members(const toml::table &table, Value &value) const {
        for (const auto &[key, node] : table)
            value.members.push_back(
                {std::string(key.str()), position(key.source()), this->value(node)});
        std::ranges::sort(value.members, {}, [](const Value::Member &member) {
            return std::pair(member.at.line, member.at.column);
        });
    }

    std::string file_;
};

} // namespace

Value parse_toml(const std::string &text, const std::string &file) {
    try {
        return TomlReader(file).value(toml::parse(text, file));
    } catch (const toml::parse_error &error) {
        const auto begin = error.source().begin;
        throw wrong({file, begin.line, begin.column}, std::string(error.description()));
    }
}

} // namespace tessera::batch
