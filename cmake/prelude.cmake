# What most sources include, parsed once for all of a unity build: a precompiled header of the program, and one of the
# tests. They hide a missing include; builds that keep files apart find it.
set(prelude
    <algorithm> <array> <charconv> <chrono> <deque> <filesystem> <functional> <map> <memory> <optional> <set> <span>
    <string> <string_view> <unordered_map> <variant> <vector> <sqlite3.h> <spdlog/spdlog.h>
    <boost/asio/io_context.hpp> <boost/asio/ip/tcp.hpp> <boost/asio/post.hpp> <boost/asio/steady_timer.hpp>
    ${PROJECT_SOURCE_DIR}/cmake/fmt_once.h)
foreach(header IN ITEMS api_error attribute_value clock json/value json/writer)
  list(APPEND prelude ${PROJECT_SOURCE_DIR}/core/${header}.h)
endforeach()
file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/prelude.cpp CONTENT "")

function(rivulet_make_prelude name)
  add_library(${name} STATIC ${PROJECT_BINARY_DIR}/prelude.cpp)
  target_include_directories(${name} PUBLIC ${PROJECT_SOURCE_DIR})
  target_link_libraries(${name} PUBLIC rivulet_asio fmt::fmt spdlog::spdlog rivulet_sanitizers
                        PRIVATE rivulet_warnings)
  target_precompile_headers(${name} PRIVATE ${prelude} ${ARGN})
endfunction()

# g++ takes a precompiled header only where all that its text asks for is defined alike.
function(rivulet_prelude target)
  target_link_libraries(${target} PRIVATE rivulet_prelude)
  target_precompile_headers(${target} REUSE_FROM rivulet_prelude)
endfunction()

rivulet_make_prelude(rivulet_prelude)

# That of the tests, which aren't optimized (module.cmake); where they are, doctest has been found.
function(rivulet_make_test_prelude)
  rivulet_make_prelude(rivulet_test_prelude <doctest/doctest.h>)
  target_link_libraries(rivulet_test_prelude PRIVATE doctest::doctest)
  target_compile_options(rivulet_test_prelude PRIVATE $<$<CONFIG:Release>:-O0>)
endfunction()

function(rivulet_test_prelude target)
  target_link_libraries(${target} PRIVATE rivulet_prelude)
  target_precompile_headers(${target} REUSE_FROM rivulet_test_prelude)
endfunction()
