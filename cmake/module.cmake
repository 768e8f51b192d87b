# rivulet_module(<name> [SOURCES …] [BUSY …] [LINKS …]): one library per folder. Includes start at the root. BUSY
# are the sources that every request for an item or every delivery runs through. Optimizing the others as far takes
# a third of a first build, and nobody would notice.
function(rivulet_module name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;BUSY;LINKS")
  add_library(rivulet_${name} STATIC ${arg_SOURCES})
  target_compile_options(rivulet_${name} PRIVATE $<$<CONFIG:Release>:-O1>)
  rivulet_module_settings(rivulet_${name} ${arg_LINKS})
  if(arg_BUSY)
    add_library(rivulet_${name}_busy OBJECT ${arg_BUSY})
    rivulet_module_settings(rivulet_${name}_busy ${arg_LINKS})
    target_sources(rivulet_${name} PRIVATE $<TARGET_OBJECTS:rivulet_${name}_busy>)
    set_target_properties(rivulet_${name} PROPERTIES LINKER_LANGUAGE CXX)
    set_property(GLOBAL APPEND PROPERTY RIVULET_BUSY_OBJECTS $<TARGET_OBJECTS:rivulet_${name}_busy>)
  endif()
endfunction()

function(rivulet_module_settings target)
  target_include_directories(${target} PUBLIC ${PROJECT_SOURCE_DIR})
  target_link_libraries(${target} PUBLIC ${ARGN} rivulet_sanitizers PRIVATE rivulet_warnings)
  rivulet_unity(${target})
endfunction()

# With RIVULET_UNITY, a target's sources are compiled many at a time, and what most of them include is parsed once
# (prelude.cmake).
function(rivulet_unity target)
  if(RIVULET_UNITY)
    rivulet_batches(${target} 30)
    # In a unit of more instructions than this, by default 10,000, g++ inlines less: a batch is no reason to.
    # Without it a PutItem takes 2 % more instructions, a GetItem 4 %. And g++ collects its garbage once it has
    # these kilobytes, which most batches never fill: that saves 7 % of the time.
    target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:--param=large-unit-insns=1000000
                                             --param=ggc-min-heapsize=800000>)
    rivulet_prelude(${target})
  endif()
endfunction()

function(rivulet_batches target size)
  set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE ${size})
  # A type that has a part of an anonymous namespace is fine in a source file; g++ takes what a batch
  # includes for headers.
  target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>)
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
    rivulet_batches(${name}_tests 6)
    rivulet_test_prelude(${name}_tests)
  endif()
  add_test(NAME unit.${name} COMMAND ${name}_tests)
  set_tests_properties(unit.${name} PROPERTIES LABELS unit TIMEOUT 300)
endfunction()
