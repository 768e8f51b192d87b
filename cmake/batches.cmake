# RIVULET_UNITY: what isn't busy is compiled sixty sources at a time, whatever module they are of. What they include is
# parsed and instantiated once a batch, and there are few of them (docs/decisions/0034). A module is then a name of all
# that was gathered. Who may use whom is seen where files are kept apart (dev), and by scripts/check-includes.
function(rivulet_gather module sources links)
  add_library(${module} INTERFACE)
  target_link_libraries(${module} INTERFACE rivulet_gathered)
  list(TRANSFORM sources PREPEND ${CMAKE_CURRENT_SOURCE_DIR}/)
  list(FILTER links EXCLUDE REGEX ^rivulet_)
  set_property(GLOBAL APPEND PROPERTY RIVULET_SOURCES ${sources})
  set_property(GLOBAL APPEND PROPERTY RIVULET_LINKS ${links})
endfunction()

# All that was gathered, and what is busy, as one library.
function(rivulet_compile_gathered)
  foreach(property IN ITEMS SOURCES LINKS BUSY_OBJECTS)
    get_property(${property} GLOBAL PROPERTY RIVULET_${property})
  endforeach()
  list(REMOVE_DUPLICATES LINKS)
  add_library(rivulet_gathered STATIC ${SOURCES} ${BUSY_OBJECTS})
  target_compile_options(rivulet_gathered PRIVATE $<$<CONFIG:Release>:-Og>)
  rivulet_settings(rivulet_gathered ${LINKS})
  rivulet_batches(rivulet_gathered 60)
  rivulet_prelude(rivulet_gathered)
endfunction()

# In a unit of more instructions than this, by default 10,000, g++ inlines less: a batch is no reason to. And what isn't
# said to be inline may be twice as long as by default: that saves a GetItem 2 % of its instructions.
function(rivulet_busy_batches target)
  rivulet_batches(${target} 30)
  target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:--param=large-unit-insns=1000000>
                                           $<$<AND:$<CXX_COMPILER_ID:GNU>,$<CONFIG:Release>>:--param=max-inline-insns-auto=30>)
endfunction()

function(rivulet_batches target size)
  set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE ${size})
  # A type that has a part of an anonymous namespace is fine in a source file; g++ takes what a batch
  # includes for headers.
  target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>)
  # And it collects its garbage once it has these kilobytes, which most batches never fill: that saves 7 % of the time.
  target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:--param=ggc-min-heapsize=800000>)
endfunction()
