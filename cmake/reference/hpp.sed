# C++ headers, as Doxygen is to read them: comments have no commands of its kind.
s|@|\\@|g

# The first lines say what the file is for.
1,/^#pragma once/ {
    s|^//|///|
    s|^#pragma once|/// @file|
}

# Each of these begins a paragraph.
s|^\( */// \)\([A-Z][A-Za-z-]*\):|\1<p><b>\2:</b>|
