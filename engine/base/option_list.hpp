// What stands in the brackets of a target, for writers that have options of their own.
#pragma once

#include <initializer_list>
#include <map>
#include <string>
#include <string_view>

namespace tessera::internal {

/// Why a writer doesn't take a target: a clause. Caught where refusal() is asked for.
struct Refusal {
    std::string why;
};

/// "compression=jpeg,Q=90,pyramid": libvips' syntax, in which '_' stands for '-', and a name alone
/// for its being true. Every method throws Refusal for a value that isn't one.
class OptionList {
  public:
    explicit OptionList(std::string_view text);

    /// Each of these counts an option as known, and gives its value, or `usual` without one.
    [[nodiscard]] int number(const std::string &name, int least, int most, int usual);
    [[nodiscard]] bool flag(const std::string &name, bool usual);
    [[nodiscard]] std::string choice(const std::string &name,
                                     std::initializer_list<std::string_view> values,
                                     std::string_view usual);

    [[nodiscard]] bool has(const std::string &name) const { return values_.contains(name); }

    /// Those that were not asked for yet.
    [[nodiscard]] const std::map<std::string, std::string> &rest() const { return values_; }

    /// That no option was given which wasn't asked for.
    void finish() const;

  private:
    [[nodiscard]] std::string take(const std::string &name, std::string_view usual);

    std::map<std::string, std::string> values_; ///< not yet taken
};

} // namespace tessera::internal
