# rivulet_module(<name> [BUSY] SOURCES … [LINKS …]): one library per folder. Includes start at the root. BUSY is
# what every request for an item or every delivery runs through. Optimizing the rest as far takes a third of
# a first build, and nobody would notice.
function(rivulet_module name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "BUSY" "" "SOURCES;LINKS")
  add_library(rivulet_${name} STATIC ${arg_SOURCES})
  target_include_directories(rivulet_${name} PUBLIC ${PROJECT_SOURCE_DIR})
  if(NOT arg_BUSY)
    target_compile_options(rivulet_${name} PRIVATE $<$<CONFIG:Release>:-O1>)
  endif()
  target_link_libraries(
    rivulet_${name}
    PUBLIC ${arg_LINKS}
    PRIVATE rivulet_warnings
    PUBLIC rivulet_sanitizers)
  rivulet_unity(rivulet_${name})
endfunction()

# With RIVULET_UNITY, a target's sources are compiled ten at a time, and what most of them include is parsed once
# (prelude.cmake). Tests stay apart: their short local names are worth more.
function(rivulet_unity target)
  if(RIVULET_UNITY)
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 10)
    # A type that has a part of an anonymous namespace is fine in a source file; g++ takes what a batch
    # includes for headers.
    target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>)
    # In a unit of more instructions than this, by default 10,000, g++ inlines less: a batch is no reason to.
    # Without it a PutItem takes 2 % more instructions, a GetItem 4 %.
    target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:--param=large-unit-insns=1000000>)
    rivulet_prelude(${target})
  endif()
endfunction()

# rivulet_unit_tests(<name> SOURCES … LINKS …): one doctest executable per module, each case its own ctest.
function(rivulet_unit_tests name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LINKS")
  add_executable(${name}_tests ${PROJECT_SOURCE_DIR}/tests/unit/main.cpp ${arg_SOURCES})
  target_link_libraries(${name}_tests PRIVATE ${arg_LINKS} doctest::doctest rivulet_warnings)
  # Optimizing what is run once takes longer than running it.
  target_compile_options(${name}_tests PRIVATE $<$<CONFIG:Release>:-O0>)
  add_test(NAME unit.${name} COMMAND ${name}_tests)
  set_tests_properties(unit.${name} PROPERTIES LABELS unit TIMEOUT 300)
endfunction()
