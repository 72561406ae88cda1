// Starting libvips, and who owns the cores.
// Why: docs/decisions/libvips-settings-are-shared.md
#pragma once

namespace tessera::internal {

/// Starts libvips unless it runs. Thread-safe. Throws: Error{unsupported}.
void start_libvips();

/// Threads of libvips' own pools while it lives; the fewest where several live at a time.
/// Process-wide: only at the border of a stage. Thread-safe.
class ScopedConcurrency {
  public:
    explicit ScopedConcurrency(int threads);
    ~ScopedConcurrency();
    ScopedConcurrency(const ScopedConcurrency &) = delete;
    ScopedConcurrency &operator=(const ScopedConcurrency &) = delete;

  private:
    int threads_;
};

/// Tunes libvips for many small pictures at once, while it lives: one thread for each, and no code
/// made at run time. orc's compiler is one for all threads, so they would wait for each other;
/// and freeing its code while others run it is not safe in orc 0.4.33 and before.
/// Process-wide: only at the border of a stage.
class ScopedManyPictures {
  public:
    ScopedManyPictures();
    ~ScopedManyPictures();
    ScopedManyPictures(const ScopedManyPictures &) = delete;
    ScopedManyPictures &operator=(const ScopedManyPictures &) = delete;

  private:
    ScopedConcurrency one_thread_each_;
};

/// Held by each thread that we start and that calls libvips: frees what libvips keeps per thread.
struct VipsThread {
    VipsThread() = default;
    ~VipsThread();
    VipsThread(const VipsThread &) = delete;
    VipsThread &operator=(const VipsThread &) = delete;
};

} // namespace tessera::internal
