// Everything the command says on standard error: messages and progress.
#pragma once

#include <tessera/run.hpp>

#include <chrono>
#include <cstdint>
#include <mutex>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace tessera::cli {

enum class ProgressStyle { bar, plain, json, none };

/// Thread-safe.
class Console {
  public:
    void set_quiet() { quiet_ = true; }
    void set_verbose() { verbose_ = true; }
    void set_style(ProgressStyle style) { style_ = style; }

    void error(std::string_view message, std::string_view detail);
    void warn(const std::string &message); ///< shown, and kept for the report
    void note(std::string_view message);   ///< shown unless --quiet
    void detail(std::string_view message); ///< shown with --verbose
    void progress(const Progress &progress);
    void event(const nlohmann::json &event); ///< a line of its own, with --progress json

    [[nodiscard]] const std::vector<std::string> &warnings() const { return warnings_; }

  private:
    using Clock = std::chrono::steady_clock;

    void line(std::string_view text);
    void clear_bar();
    void draw_bar(const Progress &progress, int percent);

    std::mutex mutex_;
    bool quiet_ = false, verbose_ = false, bar_shown_ = false;
    ProgressStyle style_ = ProgressStyle::none;
    std::string stage_;
    int percent_ = -1;
    Clock::time_point started_, drawn_;
    std::vector<std::string> warnings_;
};

/// How progress looks where nobody said: a bar on a terminal, lines elsewhere.
[[nodiscard]] ProgressStyle default_style();

/// "bar", "plain", "json", "none" or "auto". Throws: Error{invalid_argument}.
[[nodiscard]] ProgressStyle parse_style(const std::string &name);

/// "1.5 GB"
[[nodiscard]] std::string human_bytes(std::uint64_t bytes);

} // namespace tessera::cli
