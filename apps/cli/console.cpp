#include "cli/console.hpp"

#include <tessera/error.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <spdlog/fmt/fmt.h>
#include <unistd.h>

namespace tessera::cli {
namespace {

constexpr int bar_cells = 30;
constexpr int plain_step = 10; // percent
constexpr std::chrono::milliseconds redraw_after{100};

int percent_of(const Progress &progress) {
    return progress.total == 0 ? 0 : static_cast<int>(100 * progress.done / progress.total);
}

/// A standard error that is closed or full is no reason to fail.
void say(std::string_view text) { std::fwrite(text.data(), 1, text.size(), stderr); }

} // namespace

ProgressStyle default_style() {
    const char *term = std::getenv("TERM");
    const bool terminal = ::isatty(STDERR_FILENO) == 1 && term && std::string_view(term) != "dumb";
    return terminal ? ProgressStyle::bar : ProgressStyle::plain;
}

ProgressStyle parse_style(const std::string &name) {
    if (name == "auto")
        return default_style();
    if (name == "bar")
        return ProgressStyle::bar;
    if (name == "plain")
        return ProgressStyle::plain;
    if (name == "json")
        return ProgressStyle::json;
    if (name == "none")
        return ProgressStyle::none;
    throw Error(ErrorCode::invalid_argument,
                "--progress is auto, bar, plain, json or none, not '" + name + "'");
}

void Console::line(std::string_view text) {
    clear_bar();
    say(fmt::format("{}\n", text));
}

void Console::error(std::string_view message, std::string_view detail) {
    const std::lock_guard lock(mutex_);
    line(fmt::format("tessera: {}", message));
    for (std::string_view rest = detail; !rest.empty();) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        if (end > 0)
            line(fmt::format("  {}", rest.substr(0, end)));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
}

void Console::warn(const std::string &message) {
    const std::lock_guard lock(mutex_);
    warnings_.push_back(message);
    if (!quiet_)
        line(fmt::format("warning: {}", message));
}

void Console::note(std::string_view message) {
    const std::lock_guard lock(mutex_);
    if (!quiet_)
        line(message);
}

void Console::detail(std::string_view message) {
    const std::lock_guard lock(mutex_);
    if (verbose_)
        line(message);
}

void Console::clear_bar() {
    if (bar_shown_)
        say("\r\033[K");
    bar_shown_ = false;
}

void Console::draw_bar(const Progress &progress, int percent) {
    const auto now = Clock::now();
    const bool ends = progress.done == progress.total;
    if (now - drawn_ < redraw_after && !ends)
        return;
    drawn_ = now;
    const std::chrono::duration<double> spent = now - started_;
    const double left = percent > 0 ? spent.count() * (100 - percent) / percent : 0;
    const int full = bar_cells * percent / 100;
    say(fmt::format("\r\033[K{:<8}[{:=<{}}{: <{}}] {:>3} %", progress.stage, "", full, "",
                    bar_cells - full, percent));
    if (percent > 0 && left >= 1)
        say(fmt::format("  {:.0f} s left", left));
    std::fflush(stderr);
    bar_shown_ = true;
    if (ends)
        clear_bar();
}

void Console::event(const nlohmann::json &event) {
    const std::lock_guard lock(mutex_);
    if (style_ == ProgressStyle::json)
        line(event.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

void Console::progress(const Progress &progress) {
    const std::lock_guard lock(mutex_);
    if (style_ == ProgressStyle::none)
        return;
    if (stage_ != progress.stage) {
        stage_ = progress.stage;
        percent_ = -1;
        started_ = Clock::now();
    }
    const int percent = percent_of(progress);
    if (style_ == ProgressStyle::bar) {
        draw_bar(progress, percent);
        return;
    }
    const int step = style_ == ProgressStyle::plain ? plain_step : 1;
    if (percent / step == percent_ / step && percent_ >= 0)
        return;
    percent_ = percent;
    if (style_ == ProgressStyle::plain)
        line(fmt::format("{}: {} %", progress.stage, percent));
    else
        line(nlohmann::json{{"event", "progress"},
                            {"stage", progress.stage},
                            {"done", progress.done},
                            {"total", progress.total}}
                 .dump());
}

std::string human_bytes(std::uint64_t bytes) {
    constexpr std::array units = {"bytes", "kB", "MB", "GB", "TB"};
    auto value = static_cast<double>(bytes);
    std::size_t unit = 0;
    for (; value >= 1000 && unit + 1 < units.size(); ++unit)
        value /= 1000;
    return unit == 0 ? fmt::format("{} bytes", bytes)
                     : fmt::format("{:.1f} {}", value, units[unit]);
}

} // namespace tessera::cli
