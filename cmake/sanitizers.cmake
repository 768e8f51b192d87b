# RIVULET_SANITIZE=address,undefined (preset asan), thread (preset tsan) or address,undefined,fuzzer-no-link
# (preset fuzz: libFuzzer sees which code an input reaches).
add_library(rivulet_sanitizers INTERFACE)
if(RIVULET_SANITIZE)
  target_compile_options(rivulet_sanitizers INTERFACE -fsanitize=${RIVULET_SANITIZE}
                                                      -fno-sanitize-recover=all
                                                      -fno-omit-frame-pointer)
  target_link_options(rivulet_sanitizers INTERFACE -fsanitize=${RIVULET_SANITIZE})
  # g++ 12's middle end reports false positives in instrumented standard library code, and takes a coroutine's
  # frame for memory of another allocator.
  target_compile_options(
    rivulet_sanitizers
    INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized;-Wno-restrict;-Wno-array-bounds;-Wno-tsan;-Wno-stringop-overflow;-Wno-mismatched-new-delete>)
  # clang 14 can't compile coroutines under this check ("Cannot represent a difference across sections").
  # RapidJSON 1.1 adds to a null pointer when it makes room.
  target_compile_options(
    rivulet_sanitizers
    INTERFACE $<$<CXX_COMPILER_ID:Clang>:-fno-sanitize=function;-fno-sanitize=pointer-overflow>)
endif()
