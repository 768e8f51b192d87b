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
            -Werror)
