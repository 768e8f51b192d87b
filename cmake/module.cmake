# rivulet_module(<name> [SOURCES …] [BUSY …] [PRELUDE] [LINKS …]): one library per folder. Includes start at the root.
# BUSY are the sources that every request for an item or every delivery runs through. Optimizing the others as far
# takes a third of a first build, and nobody would notice. PRELUDE: to parse what the busy ones include takes longer
# than to optimize them. With a precompiled header g++ optimizes as it was told when it made that, which is a little
# less.
function(rivulet_module name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "PRELUDE" "" "SOURCES;BUSY;LINKS")
  if(arg_BUSY)
    add_library(rivulet_${name}_busy OBJECT ${arg_BUSY})
    set(busy $<TARGET_OBJECTS:rivulet_${name}_busy>)
    set_property(GLOBAL APPEND PROPERTY RIVULET_BUSY_OBJECTS ${busy})
  endif()
  if(RIVULET_UNITY)
    rivulet_gather(rivulet_${name} "${arg_SOURCES}" "${arg_LINKS}")
  elseif(arg_SOURCES OR arg_BUSY)
    add_library(rivulet_${name} STATIC ${arg_SOURCES} ${busy})
    set_target_properties(rivulet_${name} PROPERTIES LINKER_LANGUAGE CXX)
    target_compile_options(rivulet_${name} PRIVATE $<$<CONFIG:Release>:-Og>)
    rivulet_settings(rivulet_${name} ${arg_LINKS})
  else()
    add_library(rivulet_${name} INTERFACE)
    target_link_libraries(rivulet_${name} INTERFACE ${arg_LINKS})
  endif()
  if(arg_BUSY)
    if(RIVULET_UNITY)
      list(FILTER arg_LINKS EXCLUDE REGEX ^rivulet_)  # their headers are all that it needs, but for how Asio is compiled
      list(APPEND arg_LINKS rivulet_asio)
      rivulet_busy_batches(rivulet_${name}_busy)
      if(arg_PRELUDE)
        rivulet_prelude(rivulet_${name}_busy)
      endif()
    endif()
    rivulet_settings(rivulet_${name}_busy ${arg_LINKS})
  endif()
endfunction()

function(rivulet_settings target)
  target_include_directories(${target} PUBLIC ${PROJECT_SOURCE_DIR})
  target_link_libraries(${target} PUBLIC ${ARGN} rivulet_sanitizers PRIVATE rivulet_warnings)
endfunction()

# rivulet_unit_tests(<name> SOURCES … LINKS …): one doctest executable per module, each case its own ctest.
function(rivulet_unit_tests name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LINKS")
  add_executable(${name}_tests $<TARGET_OBJECTS:rivulet_test_main> ${arg_SOURCES})
  target_link_libraries(${name}_tests PRIVATE ${arg_LINKS} doctest::doctest rivulet_warnings)
  # Optimizing what is run once takes longer than running it.
  target_compile_options(${name}_tests PRIVATE $<$<CONFIG:Release>:-O0>
                                               $<$<CXX_COMPILER_ID:GNU>:--param=ggc-min-heapsize=800000>)
  if(RIVULET_UNITY)
    # Each test has a namespace of its own (docs/decisions/0033).
    rivulet_batches(${name}_tests 12)
    rivulet_test_prelude(${name}_tests)
  endif()
  add_test(NAME unit.${name} COMMAND ${name}_tests)
  set_tests_properties(unit.${name} PROPERTIES LABELS unit TIMEOUT 300)
endfunction()
