#include "base/log.hpp"

#include <tessera/session.hpp>

#include <memory>
#include <mutex>
#include <spdlog/sinks/base_sink.h>
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

class HostSink final : public spdlog::sinks::base_sink<std::mutex> {
  public:
    void replace(Sink next) {
        const std::lock_guard lock(mutex_);
        sink_ = std::move(next);
    }

  private:
    void sink_it_(const spdlog::details::log_msg &message) override {
        if (sink_)
            sink_(level_of(message.level), {message.payload.data(), message.payload.size()});
    }
    void flush_() override {}

    Sink sink_;
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
