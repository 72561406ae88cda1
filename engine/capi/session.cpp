// The C API: session and log.

#include "capi/handles.hpp"

#include <tessera/log.hpp>
#include <tessera/session.hpp>

#include <string>

using namespace tessera;
using namespace tessera::capi;

namespace {

Handles<tessera_session, Session> &sessions() {
    return handles<tessera_session, Session>("session");
}

} // namespace

int tessera_session_new(tessera_session **session) {
    return border([&] {
        wanted(session, "session") = nullptr;
        *session = sessions().add(std::make_shared<Session>());
    });
}

int tessera_session_free(tessera_session *session) {
    return border([&] { sessions().remove(session); });
}

int tessera_set_log(tessera_log log, void *user) {
    return border([&] {
        if (!log)
            set_log_sink({});
        else
            set_log_sink([log, user](LogLevel level, std::string_view text) {
                log(static_cast<int>(level), std::string(text).c_str(), user);
            });
    });
}
