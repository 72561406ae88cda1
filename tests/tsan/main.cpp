// The tests of what shares memory between threads and needs neither libvips nor OpenMP, whose
// insides the thread sanitizer can't see: it would take their locks for none.
// Why: docs/decisions/the-thread-sanitizer-sees-code-without-libvips.md

#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>
