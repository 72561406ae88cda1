// Everything that Tessera offers to C++ programs.
#pragma once

#include <tessera/compose.hpp>
#include <tessera/descriptor.hpp>
#include <tessera/digest.hpp>
#include <tessera/error.hpp>
#include <tessera/filter.hpp>
#include <tessera/geometry.hpp>
#include <tessera/library.hpp>
#include <tessera/maintain.hpp>
#include <tessera/match.hpp>
#include <tessera/mosaic.hpp>
#include <tessera/overview.hpp>
#include <tessera/picture.hpp>
#include <tessera/score.hpp>
#include <tessera/sequence.hpp>
#include <tessera/session.hpp>
#include <tessera/sheet.hpp>
#include <tessera/source.hpp>
#include <tessera/tile.hpp>
#include <tessera/tile_store.hpp>
#include <tessera/values.hpp>
#include <tessera/writer.hpp>
