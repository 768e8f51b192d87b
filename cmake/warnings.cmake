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
            # g++ 12 sees overlapping copies within std::string at -O2 that aren't there
            # (GCC bug 105651).
            $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>)
