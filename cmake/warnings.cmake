# Linked by every target of ours, never by those who use the library.

add_library(tessera_warnings INTERFACE)
target_compile_features(tessera_warnings INTERFACE cxx_std_20)
target_compile_options(tessera_warnings INTERFACE
    -Wall -Wextra -Wconversion -Wshadow -Wpedantic $<$<BOOL:${TESSERA_WERROR}>:-Werror>
    # g++ 12 warns of std::string's own operator+: https://gcc.gnu.org/bugzilla/show_bug.cgi?id=105651
    $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>
)
