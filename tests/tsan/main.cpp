// The tests of what shares memory between threads and needs neither libvips nor OpenMP, whose
// insides the thread sanitizer can't see: it would take their locks for none.

#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>
