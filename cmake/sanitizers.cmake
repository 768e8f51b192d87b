# RIVULET_SANITIZE=address,undefined (preset asan) or thread (preset tsan).
add_library(rivulet_sanitizers INTERFACE)
if(RIVULET_SANITIZE)
  target_compile_options(rivulet_sanitizers INTERFACE -fsanitize=${RIVULET_SANITIZE}
                                                      -fno-sanitize-recover=all
                                                      -fno-omit-frame-pointer)
  target_link_options(rivulet_sanitizers INTERFACE -fsanitize=${RIVULET_SANITIZE})
  # g++ 12's middle end reports false positives in instrumented standard library code.
  target_compile_options(
    rivulet_sanitizers
    INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized;-Wno-restrict;-Wno-tsan;-Wno-stringop-overflow>)
endif()
