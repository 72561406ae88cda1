// The test program: doctest's runner, with libvips started as a host program would.

#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

#include <tessera/session.hpp>

// What other libraries keep until the end of the process, and is reachable only through pointers
// that the leak checker can't follow.
extern "C" const char *__lsan_default_suppressions();
extern "C" const char *__lsan_default_suppressions() {
    return "leak:libglib-2.0\n"    // type and quark tables
           "leak:libgobject-2.0\n" // class structures
           "leak:libfontconfig\n"  // its cache, loaded by libvips' text and SVG operations
           "leak:libgomp\n"        // the thread pool
           "leak:libhdf5\n"        // what it had open where it met damage
           "leak:libMagickCore\n"  // its coder tables
           "leak:libx265\n";       // a few kB of each picture that HEIF encodes
}

int main(int argc, char **argv) {
    const tessera::Session session;
    return doctest::Context(argc, argv).run();
}
