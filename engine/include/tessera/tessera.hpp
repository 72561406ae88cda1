// Includes everything that Tessera offers to C++ programs.
//
// A call returns its result. A report beside the result comes through an optional pointer, which is
// the last argument: match(source, library, options, run, &report). A call whose only result is its
// report returns the report: build_library(), write(), join_parts().
//
// A list of names is a std::vector<std::string>, so that a call can be given {"a", "b"}. An output
// is a Target, which is made from a text such as "wall.tif[compression=lzw]".
#pragma once

#include <tessera/animation.hpp>
#include <tessera/compose.hpp>
#include <tessera/descriptor.hpp>
#include <tessera/digest.hpp>
#include <tessera/error.hpp>
#include <tessera/geometry.hpp>
#include <tessera/image_view.hpp>
#include <tessera/library.hpp>
#include <tessera/log.hpp>
#include <tessera/maintain.hpp>
#include <tessera/match.hpp>
#include <tessera/mosaic.hpp>
#include <tessera/options.hpp>
#include <tessera/orientation.hpp>
#include <tessera/output.hpp>
#include <tessera/overview.hpp>
#include <tessera/painter.hpp>
#include <tessera/run.hpp>
#include <tessera/score.hpp>
#include <tessera/select.hpp>
#include <tessera/sequence.hpp>
#include <tessera/session.hpp>
#include <tessera/settings.hpp>
#include <tessera/source.hpp>
#include <tessera/target.hpp>
#include <tessera/tile.hpp>
#include <tessera/tile_store.hpp>
#include <tessera/writer.hpp>
