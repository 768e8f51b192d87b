# Warnings are errors, for our own code only: dependencies come in as system headers.
add_library(rivulet_warnings INTERFACE)
target_compile_options(
  rivulet_warnings
  INTERFACE -Wall
            -Wextra
            -Wpedantic
            -Wshadow
            -Wconversion
            -Wnon-virtual-dtor
            -Woverloaded-virtual
            -Werror
            # g++ 12 sees overlapping copies and copies out of bounds within std::string, once it optimizes,
            # that aren't there (GCC bugs 105651, 105329).
            $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>
            $<$<AND:$<CXX_COMPILER_ID:GNU>,$<CONFIG:Release>>:-Wno-array-bounds>
            $<$<AND:$<CXX_COMPILER_ID:GNU>,$<CONFIG:Release>>:-Wno-stringop-overflow>)
