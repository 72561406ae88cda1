// Starting and tuning libvips: nobody else does.

#include "image/session.hpp"

#include "base/log.hpp"

#include <tessera/error.hpp>
#include <tessera/session.hpp>

#include <array>
#include <mutex>
#include <set>
#include <vips/vips8>

#include <vips/vector.h>

namespace tessera::internal {
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

/// What operations of several threads ask of libvips' process-wide settings at the same time.
struct Limits {
    std::mutex mutex;
    std::multiset<int> threads; ///< of the scopes that live
    int threads_before = 0;     ///< outside of all of them
    int many_pictures = 0;      ///< scopes that live
    bool vector_before = false;
    int sessions = 0;     ///< that live
    int cache_before = 0; ///< operations that libvips kept before the first of them

    void add(int count) {
        if (threads.empty())
            threads_before = vips_concurrency_get();
        threads.insert(count);
        vips_concurrency_set(*threads.begin());
    }

    void remove(int count) {
        threads.erase(threads.find(count));
        vips_concurrency_set(threads.empty() ? threads_before : *threads.begin());
    }
};

Limits &limits() {
    static Limits all;
    return all;
}

} // namespace

void start_libvips() {
    static std::once_flag once;
    std::call_once(once, [] {
        const bool is_hosts = vips_get_argv0() != nullptr; // then so are its warnings
        if (VIPS_INIT("tessera") != 0)
            throw Error(ErrorCode::unsupported, "libvips does not start", vips_error_buffer());
        // A library never prints; GLib would, on standard error.
        if (!is_hosts)
            g_log_set_handler("VIPS", G_LOG_LEVEL_WARNING, log_warning, nullptr);
    });
}

ScopedConcurrency::ScopedConcurrency(int threads) : threads_(threads) {
    const std::lock_guard lock(limits().mutex);
    limits().add(threads_);
}

ScopedConcurrency::~ScopedConcurrency() {
    const std::lock_guard lock(limits().mutex);
    limits().remove(threads_);
}

ScopedManyPictures::ScopedManyPictures() : one_thread_each_(1) {
    const std::lock_guard lock(limits().mutex);
    if (limits().many_pictures++ == 0)
        limits().vector_before = vips_vector_isenabled() != 0;
    vips_vector_set_enabled(FALSE);
}

ScopedManyPictures::~ScopedManyPictures() {
    const std::lock_guard lock(limits().mutex);
    if (--limits().many_pictures == 0)
        vips_vector_set_enabled(limits().vector_before);
}

VipsThread::~VipsThread() { vips_thread_shutdown(); }

} // namespace tessera::internal

namespace tessera {
using namespace internal;

Session::Session() {
    start_libvips();
    use_small_strips();
    const std::lock_guard lock(limits().mutex);
    if (limits().sessions++ == 0)
        limits().cache_before = vips_cache_get_max();
    vips_cache_set_max(0);
}

Session::~Session() {
    const std::lock_guard lock(limits().mutex);
    if (--limits().sessions == 0)
        vips_cache_set_max(limits().cache_before);
}

} // namespace tessera
