// Marks what libtessera.so offers to other programs; everything else is hidden.
#pragma once

#define TESSERA_API __attribute__((visibility("default")))
