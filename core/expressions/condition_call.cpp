#include "core/expressions/condition_call.h"

#include <string>
#include <utility>

namespace core::expressions {

namespace {

Operand make_size(Operand operand) {
  if (auto* path = std::get_if<DocumentPath>(&operand)) return Size{std::move(*path)};
  if (auto* value = std::get_if<Literal>(&operand)) return Size{std::move(*value)};
  return Literal(AttributeValue());  // size(size(a)), noted as an operand of a wrong type
}

}  // namespace

std::variant<Operand, Condition> make_call(std::string_view name, std::vector<Operand> operands) {
  const auto path = [&] { return std::get<DocumentPath>(std::move(operands[0])); };
  if (name == "size") return make_size(std::move(operands[0]));
  if (name == "attribute_exists") return Condition{AttributeExists{path()}};
  if (name == "attribute_not_exists") return Condition{AttributeNotExists{path()}};
  if (name == "begins_with") {
    return Condition{
        BeginsWith{std::move(operands[0]), std::move(operands[1])}
    };
  }
  if (name == "contains") {
    return Condition{
        Contains{std::move(operands[0]), std::move(operands[1])}
    };
  }
  const auto& type = *std::get<Literal>(operands[1]);
  return Condition{
      AttributeTypeIs{std::move(operands[0]), find_type(*type.get_if<std::string>()).value()}
  };
}

}  // namespace core::expressions
