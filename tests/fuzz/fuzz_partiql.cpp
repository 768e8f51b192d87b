#include "core/api_error.h"
#include "core/overloaded.h"
#include "core/partiql/columns.h"
#include "core/partiql/condition_builder.h"
#include "core/partiql/key_alternatives.h"
#include "core/partiql/statement.h"
#include "core/partiql/update_builder.h"

#include <vector>

namespace {

using namespace core;
using expressions::Literal;

// A value for each question mark, of one type after the other.
std::vector<Literal> some_values(std::size_t count) {
  const AttributeValue kinds[] = {
      AttributeValue(std::string("s")), AttributeValue(Number(1)),
      AttributeValue(StringSet{{"x"}}), AttributeValue(List{}),
      AttributeValue(AttributeMap{}),   AttributeValue(true),
  };
  std::vector<Literal> values;
  for (std::size_t i = 0; i < count; ++i) values.emplace_back(kinds[i % std::size(kinds)]);
  return values;
}

const KeySchema& key() {
  static const KeySchema schema{{{"pk", ScalarType::s}}, {{"sk", ScalarType::n}}};
  return schema;
}

void bind(const partiql::Select& select, partiql::Parameters parameters) {
  partiql::to_columns(select);
  if (!select.where) return;
  const auto condition = partiql::to_condition(*select.where, parameters);
  partiql::find_alternatives(&condition, key());
}

void bind(const partiql::Change& change, partiql::Parameters parameters) {
  if (change.where) partiql::to_condition(*change.where, parameters);
  if (change.value) partiql::to_item(*change.value, parameters);
  if (change.kind == partiql::ChangeKind::update) partiql::to_update(change, parameters);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  try {
    const auto statement = partiql::parse_statement({reinterpret_cast<const char*>(data), size});
    const auto values = some_values(statement.parameters);
    std::visit(Overloaded{
                   [&](const partiql::Select& select) { bind(select, values); },
                   [&](const partiql::Change& change) { bind(change, values); },
                   [&](const partiql::ExistsCheck& check) { bind(check.select, values); },
               },
               statement.node);
  } catch (const ApiError&) {  // no statement that DynamoDB has
  }
  return 0;
}
