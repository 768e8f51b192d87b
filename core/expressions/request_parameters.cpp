#include "core/expressions/request_parameters.h"

#include "core/api_error.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace core::expressions {

namespace {

using Names = std::vector<std::string_view>;

Names present(const json::Object& request, ParameterNames names) {
  Names found;
  std::copy_if(names.begin(), names.end(), std::back_inserter(found),
               [&](std::string_view name) { return request.find(name).has_value(); });
  return found;
}

void check_generations(const json::Object& request, const Names& expressions, Names old) {
  // KeyConditions goes with other expressions, only not with the one that replaced it [AWS].
  if (!request.find("KeyConditionExpression")) std::erase(old, "KeyConditions");
  if (expressions.empty() || old.empty()) return;
  throw_validation(
      fmt::format("Can not use both expression and non-expression parameters in the same request: "
                  "Non-expression parameters: {{{}}} Expression parameters: {{{}}}",
                  fmt::join(old, ", "), fmt::join(expressions, ", ")));
}

// Projections know no values.
void check_values_usable(const json::Object& request, ParameterNames all, Names expressions) {
  if (!request.find("ExpressionAttributeValues")) return;
  Names possible = all;
  std::erase(possible, "ProjectionExpression");
  std::erase(expressions, "ProjectionExpression");
  if (possible.empty() || !expressions.empty()) return;
  const std::string text = "ExpressionAttributeValues can only be specified when using expressions";
  throw_validation(Wording{text, fmt::format("{}: {} {} null", text, fmt::join(possible, " and "),
                                             possible.size() > 1 ? "are" : "is")});
}

}  // namespace

void check_request_parameters(const json::Object& request, ParameterNames expressions,
                              ParameterNames non_expressions) {
  const Names used = present(request, expressions);
  check_generations(request, used, present(request, non_expressions));
  if (request.find("ExpressionAttributeNames") && used.empty()) {
    throw_validation("ExpressionAttributeNames can only be specified when using expressions");
  }
  check_values_usable(request, expressions, used);
}

}  // namespace core::expressions
