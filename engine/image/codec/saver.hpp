// What libvips' savers are, and what they can't do.
#pragma once

#include <tessera/geometry.hpp>
#include <tessera/target.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace tessera::internal {

/// Suffixes that libvips saves, sorted, each once.
[[nodiscard]] std::vector<std::string> saver_suffixes();

/// Nickname of libvips' operation for a suffix, for example "pngsave"; empty if there is none.
[[nodiscard]] std::string saver_for(const std::string &suffix);

/// What is wrong with options, as they stand in a target's brackets: values, or that the saver
/// doesn't have them; empty if nothing is.
[[nodiscard]] std::string option_error(const std::string &saver, const std::string &options);

/// Whether a saver keeps a fourth band as what is transparent.
[[nodiscard]] bool holds_alpha(const std::string &saver, const Target &target);

/// Why a saver can't hold a picture of that size, empty if it can. what: "the mosaic".
[[nodiscard]] std::string size_refusal(const std::string &saver, Size size, std::string_view what);

/// As Writer::refusal(), of the saver for the target. REQUIRES: saver_suffixes() has its suffix.
[[nodiscard]] std::string saver_refusal(const Target &target, const MosaicForm &form);

/// Whether options, as they stand in a target's brackets, set one of them.
[[nodiscard]] bool sets(const std::string &options, std::string_view name);

/// Savers of libvips 8.14 that crash, or wait for ever, when a write fails or is interrupted.
[[nodiscard]] bool is_fragile(const std::string &saver, const Target &target);

/// Savers that do so when a write fails: a disk that fills up must not be met by them.
[[nodiscard]] bool needs_room(const std::string &saver, const Target &target);

} // namespace tessera::internal
