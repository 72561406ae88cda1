#include <tessera/target.hpp>

#include <filesystem>
#include <utility>

namespace tessera {

Target::Target(const std::string &text) : path(text) {
    if (!text.ends_with(']') || text.find('[') == std::string::npos)
        return;
    const std::size_t bracket = text.rfind('[');
    path = text.substr(0, bracket);
    options = text.substr(bracket + 1, text.size() - bracket - 2);
}

Target::Target(const char *text) : Target(std::string(text)) {}

Target::Target(std::string where, std::string with)
    : path(std::move(where)), options(std::move(with)) {}

std::string Target::suffix() const {
    std::string suffix = std::filesystem::path(path).extension().string();
    for (char &c : suffix)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    return suffix;
}

} // namespace tessera
