// Marks the symbols that libtessera.so exports. All others are hidden.
#pragma once

#define TESSERA_API __attribute__((visibility("default")))
