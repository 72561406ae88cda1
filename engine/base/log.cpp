#include "base/log.hpp"

#include "base/host_call.hpp"

#include <tessera/log.hpp>

#include <memory>
#include <mutex>
#include <spdlog/logger.h>
#include <spdlog/sinks/sink.h>
#include <utility>

namespace tessera::internal {
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

/// Hands lines to the host's sink. Lines that the sink itself makes the library log are dropped.
class HostSink final : public spdlog::sinks::sink {
  public:
    void replace(Sink next) {
        const std::lock_guard lock(mutex_);
        sink_ = std::move(next);
    }

    void log(const spdlog::details::log_msg &message) override {
        const std::lock_guard lock(mutex_);
        if (!sink_ || telling_)
            return;
        const Telling telling(telling_);
        call_host(sink_, level_of(message.level),
                  std::string_view(message.payload.data(), message.payload.size()));
    }
    void flush() override {}
    void set_pattern(const std::string &) override {}
    void set_formatter(std::unique_ptr<spdlog::formatter>) override {}

  private:
    struct Telling {
        explicit Telling(bool &mark) : telling(mark) { telling = true; }
        ~Telling() { telling = false; }
        Telling(const Telling &) = delete;
        Telling &operator=(const Telling &) = delete;

        bool &telling;
    };

    std::recursive_mutex mutex_; ///< the sink may come back to us
    Sink sink_;
    bool telling_ = false;
};

const std::shared_ptr<HostSink> &host_sink() {
    static const auto sink = std::make_shared<HostSink>();
    return sink;
}

/// It prints nothing, not even about errors of its own.
spdlog::logger silent_logger() {
    spdlog::logger logger("tessera", host_sink());
    logger.set_error_handler([](const std::string &) {});
    return logger;
}

} // namespace

spdlog::logger &log() {
    static spdlog::logger logger = silent_logger();
    return logger;
}

} // namespace tessera::internal

namespace tessera {
using namespace internal;

void set_log_sink(Sink sink) {
    log().set_level(sink ? spdlog::level::debug : spdlog::level::off);
    host_sink()->replace(std::move(sink));
}

} // namespace tessera
