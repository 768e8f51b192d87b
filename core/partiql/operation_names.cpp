#include "core/partiql/operation_names.h"

#include "core/overloaded.h"

#include <iterator>

namespace core::partiql {

namespace {

struct OperatorName {
  std::string_view op;
  std::string_view name;
};
// Those of the abstract syntax that the reference implementation of PartiQL has.
constexpr OperatorName kOperators[] = {
    {"and",         "And"         },
    {"or",          "Or"          },
    {"not",         "Not"         },
    {"=",           "Eq"          },
    {"<>",          "Ne"          },
    {"<",           "Lt"          },
    {"<=",          "Lte"         },
    {">",           "Gt"          },
    {">=",          "Gte"         },
    {"in",          "InCollection"},
    {"between",     "Between"     },
    {"like",        "Like"        },
    {"*",           "Times"       },
    {"/",           "Divide"      },
    {"%",           "Modulo"      },
    {"||",          "Concat"      },
    {"not_in",      "Not"         },
    {"not_between", "Not"         },
    {"not_like",    "Not"         },
};

std::string_view name_of(const Operation& operation) {
  const bool sign = operation.operands.size() == 1;
  if (operation.op == "+") return sign ? "Pos" : "Plus";
  if (operation.op == "-") return sign ? "Neg" : "Minus";
  for (const OperatorName& each : kOperators) {
    if (each.op == operation.op) return each.name;
  }
  return operation.op;
}

}  // namespace

std::string operation_name(const Expression& expression) {
  return std::visit(
      Overloaded{
          [](const MissingLiteral&) -> std::string { return "Missing"; },
          [](const Parameter&) -> std::string { return "Parameter"; },
          [](const Identifier&) -> std::string { return "Id"; },
          [](const Path&) -> std::string { return "Path"; },
          [](const Operation& node) { return std::string(name_of(node)); },
          [](const TypeTest& node) -> std::string { return node.negated ? "Not" : "IsType"; },
          [](const ListLiteral&) -> std::string { return "List"; },
          [](const BagLiteral&) -> std::string { return "Bag"; },
          [](const StructLiteral&) -> std::string { return "Struct"; },
          [](const Call& node) { return node.name; },
          [](const UnsupportedNode& node) { return node.name; },
          [](const Box<Select>&) -> std::string { return "Select"; },
          [](const Box<Change>&) -> std::string { return "Dml"; },
          [](const auto&) -> std::string { return "Lit"; },
      },
      expression.node);
}

}  // namespace core::partiql
