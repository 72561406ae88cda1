// Files with numbers in their names.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tessera::internal {

/// "frame.%04d.png": one number in the name of a file, as printf() writes it.
class NumberPattern {
  public:
    /// Nothing where the name of the file has no such number, or several.
    [[nodiscard]] static std::optional<NumberPattern> parse(const std::string &path);

    [[nodiscard]] std::string name(std::uint64_t number) const; ///< without the folder
    /// The number in a name (without a folder) that name() would give; nothing in other names.
    [[nodiscard]] std::optional<std::uint64_t> number_in(const std::string &name) const;
    [[nodiscard]] const std::string &folder() const noexcept { return folder_; }

    /// Files there are of that pattern, with their folder, in the order of their numbers.
    [[nodiscard]] std::vector<std::string> existing() const;

  private:
    std::string folder_, before_, after_;
    std::size_t digits_ = 1; ///< at least, with leading zeros
};

/// All files of a pattern. Throws: Error{unreadable_image} where there are none, or where a number
/// between the first and the last is missing.
[[nodiscard]] std::vector<std::string> numbered_files(const NumberPattern &pattern,
                                                      const std::string &input);

/// The pictures of a folder, by the last number in their names. Throws: the same, also for numbers
/// that come twice, and where names differ in more than their number.
[[nodiscard]] std::vector<std::string> numbered_folder(const std::string &folder);

/// Files that match a glob, in natural order: "b10" comes after "b9". Throws: where there are none.
[[nodiscard]] std::vector<std::string> globbed_files(const std::string &glob);

/// Whether one name comes before another where numbers in them count as numbers.
[[nodiscard]] bool natural_less(std::string_view a, std::string_view b);

} // namespace tessera::internal
