#pragma once

#include "core/partiql/statement.h"
#include "core/partiql/values.h"
#include "tests/unit/core/expressions/json_values.h"

#include <string>
#include <vector>

// Pieces of statements for tests.
namespace core::partiql::testing {

using expressions::testing::error_of;
using expressions::testing::item;
using expressions::testing::value;

inline const std::string kNotWellFormed = "Statement wasn't well formed, can't be processed: ";

inline std::vector<expressions::Literal> literals(std::initializer_list<const char*> json) {
  std::vector<expressions::Literal> values;
  for (const char* each : json) values.emplace_back(value(each));
  return values;
}

inline Select select(const std::string& text) {
  return std::get<Select>(parse_statement(text).node);
}

inline Change change(const std::string& text) {
  return std::get<Change>(parse_statement(text).node);
}

// What stands in WHERE.
inline Expression where(const std::string& condition) {
  return *select("SELECT * FROM t WHERE " + condition).where;
}

}  // namespace core::partiql::testing
