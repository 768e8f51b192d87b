#pragma once

#include "tests/support/engine.h"

#include <string>
#include <string_view>
#include <vector>

namespace tests {

// The table that the tests of reads share: key p (S), s (S), and the indexes
//   local  p, l (S)   KEYS_ONLY       whole    p, l (S)   ALL
//   global g (S)      INCLUDE [i]     wide     h (S); r1 (S), r2 (N)   ALL
void create_read_table(Engine& engine);

void put(Engine& engine, std::string_view item);

// The values of one string attribute of an answer's Items, in their order: "a b c".
std::string values_of(const std::string& answer, std::string_view attribute);

// A member of an answer as JSON text; "" when there is none.
std::string member_of(const std::string& answer, std::string_view name);

}  // namespace tests
