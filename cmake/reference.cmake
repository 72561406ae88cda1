# An API reference of the public headers, by Doxygen: cmake --build BUILD --target reference
# The first page is BUILD/reference/html/index.html. Without Doxygen there is no such target.

find_package(Doxygen 1.9)
if(NOT DOXYGEN_FOUND)
    return()
endif()

set(reference ${PROJECT_BINARY_DIR}/reference)
set(headers ${PROJECT_SOURCE_DIR}/engine/include/tessera)
set(first_page ${PROJECT_SOURCE_DIR}/docs/calling.md)
set(filters ${PROJECT_SOURCE_DIR}/cmake/reference)

set(DOXYGEN_PROJECT_NAME Tessera)
set(DOXYGEN_OUTPUT_DIRECTORY ${reference})
set(DOXYGEN_USE_MDFILE_AS_MAINPAGE ${first_page})
set(DOXYGEN_PROJECT_BRIEF ${PROJECT_DESCRIPTION})
set(DOXYGEN_STRIP_FROM_PATH ${PROJECT_SOURCE_DIR}/engine/include)
set(DOXYGEN_STRIP_FROM_INC_PATH ${PROJECT_SOURCE_DIR}/engine/include)
set(DOXYGEN_FILTER_PATTERNS
    "*.hpp=sed -f ${filters}/hpp.sed"
    "*.h=sed -f ${filters}/h.sed"
    "*.md=sed -f ${filters}/md.sed"
)
set(DOXYGEN_EXTRACT_ALL YES)
set(DOXYGEN_TYPEDEF_HIDES_STRUCT YES)
set(DOXYGEN_EXCLUDE_SYMBOLS *::internal *::internal::*)
set(DOXYGEN_JAVADOC_AUTOBRIEF YES)
set(DOXYGEN_MACRO_EXPANSION YES)
set(DOXYGEN_EXPAND_ONLY_PREDEF YES)
set(DOXYGEN_PREDEFINED TESSERA_API= TESSERA_C_API= __cplusplus)
set(DOXYGEN_HAVE_DOT NO)
set(DOXYGEN_GENERATE_TREEVIEW YES)
set(DOXYGEN_QUIET YES)
set(DOXYGEN_WARN_AS_ERROR FAIL_ON_WARNINGS)
doxygen_add_docs(reference ${headers} ${first_page} COMMENT "Making the API reference")
