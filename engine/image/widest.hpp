// Code that is made for several kinds of the same processor.
#pragma once

// Before a function: the same numbers on every machine, but as many at once as this one can. Not
// where a sanitizer looks on: it starts after the choice is made.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__SANITIZE_ADDRESS__)
#define TESSERA_WIDEST [[gnu::target_clones("avx2", "ssse3", "default")]]
#else
#define TESSERA_WIDEST
#endif
