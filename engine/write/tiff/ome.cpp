#include "write/tiff/ome.hpp"

#include "markup/markup.hpp"
#include "mosaic/plan.hpp"

#include <spdlog/fmt/fmt.h>

namespace tessera::internal {
namespace {

constexpr double um_per_inch = 25'400;

} // namespace

std::string ome_xml(const Mosaic &mosaic, double dpi) {
    constexpr auto schema = "http://www.openmicroscopy.org/Schemas/OME/2016-06";
    return fmt::format(
        R"(<?xml version="1.0" encoding="UTF-8"?><OME xmlns="{0}" )"
        R"(xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" )"
        R"(xsi:schemaLocation="{0} {0}/ome.xsd">)"
        R"(<Image ID="Image:0" Name="mosaic"><Pixels ID="Pixels:0" DimensionOrder="XYCZT" )"
        R"(Type="uint8" SizeX="{1}" SizeY="{2}" SizeC="3" SizeZ="1" SizeT="1" Interleaved="true" )"
        R"(PhysicalSizeX="{3:.6f}" PhysicalSizeY="{3:.6f}">)"
        R"(<Channel ID="Channel:0:0" SamplesPerPixel="3"/><TiffData IFD="0" PlaneCount="1"/>)"
        R"(</Pixels></Image><StructuredAnnotations><CommentAnnotation ID="Annotation:0">)"
        R"(<Value>{4}</Value></CommentAnnotation></StructuredAnnotations></OME>)",
        schema, mosaic.size().width, mosaic.size().height, um_per_inch / dpi,
        markup::escape_lines(describe_mosaic(mosaic)).text);
}

} // namespace tessera::internal
