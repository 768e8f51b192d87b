# What most sources include, parsed once for all of a unity build: a precompiled header for the floors that know no
# network, and one for those above. They hide a missing include; builds that keep files apart find it.
set(prelude
    <algorithm> <array> <charconv> <chrono> <deque> <filesystem> <functional> <map> <memory> <optional> <set> <span>
    <string> <string_view> <unordered_map> <variant> <vector> <sqlite3.h> ${PROJECT_SOURCE_DIR}/cmake/fmt_once.h)
foreach(header IN ITEMS api_error attribute_value clock json/value json/writer)
  list(APPEND prelude ${PROJECT_SOURCE_DIR}/core/${header}.h)
endforeach()
set(network <spdlog/spdlog.h> <boost/asio/io_context.hpp> <boost/asio/ip/tcp.hpp> <boost/asio/post.hpp>
            <boost/asio/steady_timer.hpp>)
file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/prelude.cpp CONTENT "")

add_library(rivulet_prelude STATIC ${PROJECT_BINARY_DIR}/prelude.cpp)
target_link_libraries(rivulet_prelude PUBLIC fmt::fmt rivulet_sanitizers PRIVATE rivulet_warnings)
target_precompile_headers(rivulet_prelude PRIVATE ${prelude})

add_library(rivulet_network_prelude STATIC ${PROJECT_BINARY_DIR}/prelude.cpp)
target_link_libraries(rivulet_network_prelude PUBLIC rivulet_asio fmt::fmt spdlog::spdlog rivulet_sanitizers
                      PRIVATE rivulet_warnings)
target_compile_definitions(rivulet_network_prelude PUBLIC BOOST_BEAST_SEPARATE_COMPILATION)
target_precompile_headers(rivulet_network_prelude PRIVATE ${prelude} ${network})

foreach(target IN ITEMS rivulet_prelude rivulet_network_prelude)
  target_include_directories(${target} PUBLIC ${PROJECT_SOURCE_DIR})
endforeach()

# g++ takes a precompiled header only where all that its text asks for is defined alike.
function(rivulet_prelude target)
  if(target MATCHES "^rivulet_(core|storage|streams)(_busy)?$")
    target_precompile_headers(${target} REUSE_FROM rivulet_prelude)
  else()
    target_link_libraries(${target} PRIVATE rivulet_network_prelude)
    target_precompile_headers(${target} REUSE_FROM rivulet_network_prelude)
  endif()
endfunction()

# That of the tests, which aren't optimized (module.cmake); where they are, doctest has been found.
function(rivulet_make_test_prelude)
  add_library(rivulet_test_prelude STATIC ${PROJECT_BINARY_DIR}/prelude.cpp)
  target_link_libraries(rivulet_test_prelude PRIVATE rivulet_network_prelude doctest::doctest rivulet_warnings)
  target_compile_options(rivulet_test_prelude PRIVATE $<$<CONFIG:Release>:-O0>)
  target_precompile_headers(rivulet_test_prelude PRIVATE ${prelude} ${network} <doctest/doctest.h>)
endfunction()

function(rivulet_test_prelude target)
  target_link_libraries(${target} PRIVATE rivulet_network_prelude)
  target_precompile_headers(${target} REUSE_FROM rivulet_test_prelude)
endfunction()
