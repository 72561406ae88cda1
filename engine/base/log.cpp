#include "base/log.hpp"

#include <tessera/session.hpp>

#include <exception>
#include <memory>
#include <mutex>
#include <spdlog/logger.h>
#include <spdlog/sinks/sink.h>
#include <utility>

namespace tessera {
namespace {

using Sink = std::function<void(LogLevel, std::string_view)>;

LogLevel level_of(spdlog::level::level_enum level) {
    switch (level) {
    case spdlog::level::trace:
    case spdlog::level::debug:
        return LogLevel::debug;
    case spdlog::level::info:
        return LogLevel::info;
    case spdlog::level::warn:
        return LogLevel::warning;
    default:
        return LogLevel::error;
    }
}

/// What the host's sink itself makes the library say is dropped, and so is what it throws.
class HostSink final : public spdlog::sinks::sink {
  public:
    void replace(Sink next) {
        const std::lock_guard lock(mutex_);
        sink_ = std::move(next);
    }

    void log(const spdlog::details::log_msg &message) override {
        const std::lock_guard lock(mutex_);
        if (!sink_ || std::exchange(telling_, true))
            return;
        try {
            sink_(level_of(message.level), {message.payload.data(), message.payload.size()});
        } catch (const std::exception &) { // spdlog would print it
        }
        telling_ = false;
    }
    void flush() override {}
    void set_pattern(const std::string &) override {}
    void set_formatter(std::unique_ptr<spdlog::formatter>) override {}

  private:
    std::recursive_mutex mutex_; ///< the sink may come back to us
    Sink sink_;
    bool telling_ = false;
};

const std::shared_ptr<HostSink> &host_sink() {
    static const auto sink = std::make_shared<HostSink>();
    return sink;
}

} // namespace

spdlog::logger &log() {
    static spdlog::logger logger("tessera", host_sink());
    return logger;
}

void set_log_sink(Sink sink) {
    log().set_level(sink ? spdlog::level::debug : spdlog::level::off);
    host_sink()->replace(std::move(sink));
}

} // namespace tessera
