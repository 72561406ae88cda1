// Starting and tuning libvips: nobody else does.

#include "image/session.hpp"

#include "base/log.hpp"

#include <tessera/error.hpp>
#include <tessera/session.hpp>

#include <array>
#include <mutex>
#include <vips/vips8>

#include <vips/vector.h>

namespace tessera {
namespace {

void log_warning(const gchar *, GLogLevelFlags, const gchar *message, gpointer) {
    log().info("libvips: {}", message);
}

/// libvips' savers hold two buffers of that many rows of the whole picture: of a gigapixel one,
/// most of the memory there is. Smaller ones are as fast. libvips takes these numbers from a
/// command line only.
void use_small_strips() {
    GOptionContext *context = g_option_context_new(nullptr);
    GOptionGroup *group = g_option_group_new("vips", "", "", nullptr, nullptr);
    vips_add_option_entries(group);
    g_option_context_set_main_group(context, group);
    std::array<char *, 4> arguments = {const_cast<char *>("tessera"),
                                       const_cast<char *>("--vips-tile-height=32"),
                                       const_cast<char *>("--vips-fatstrip-height=8"), nullptr};
    int count = 3;
    char **list = arguments.data();
    g_option_context_parse(context, &count, &list, nullptr);
    g_option_context_free(context);
}

} // namespace

void start_libvips() {
    static std::once_flag once;
    std::call_once(once, [] {
        if (VIPS_INIT("tessera") != 0)
            throw Error(ErrorCode::unsupported, "libvips does not start", vips_error_buffer());
        // A library never prints; GLib would, on standard error.
        g_log_set_handler("VIPS", G_LOG_LEVEL_WARNING, log_warning, nullptr);
    });
}

ScopedConcurrency::ScopedConcurrency(int threads) : before_(vips_concurrency_get()) {
    vips_concurrency_set(threads);
}

ScopedConcurrency::~ScopedConcurrency() { vips_concurrency_set(before_); }

ScopedManyPictures::ScopedManyPictures()
    : one_thread_each_(1), vector_before_(vips_vector_isenabled() != 0) {
    vips_vector_set_enabled(FALSE);
}

ScopedManyPictures::~ScopedManyPictures() { vips_vector_set_enabled(vector_before_); }

VipsThread::~VipsThread() { vips_thread_shutdown(); }

Session::Session() : operation_cache_(0) {
    start_libvips();
    use_small_strips();
    operation_cache_ = vips_cache_get_max();
    vips_cache_set_max(0);
}

Session::~Session() { vips_cache_set_max(operation_cache_); }

} // namespace tessera
