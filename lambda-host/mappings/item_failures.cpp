#include "lambda-host/mappings/item_failures.h"

namespace lambda_host {
namespace {

using core::json::Kind;
using core::json::Value;

bool is_empty(const Value& answer) {
  switch (answer.kind()) {
    case Kind::null: return true;
    case Kind::string: return answer.string().empty();
    case Kind::array: return answer.array().empty();
    case Kind::object: return !answer.object().find("batchItemFailures");
    case Kind::boolean:
    case Kind::number: return false;
  }
  __builtin_unreachable();
}

std::optional<std::string> identifier_of(const Value& failure) {
  if (!failure.is(Kind::object)) return std::nullopt;
  const auto identifier = failure.object().find("itemIdentifier");
  if (!identifier || !identifier->is(Kind::string)) return std::nullopt;
  return std::string(identifier->string());
}

}  // namespace

std::optional<std::vector<std::string>> item_failures(const Value& answer) {
  std::vector<std::string> identifiers;
  if (is_empty(answer)) return identifiers;
  if (!answer.is(Kind::object)) return std::nullopt;
  const Value failures = *answer.object().find("batchItemFailures");
  if (!failures.is(Kind::array)) return std::nullopt;
  bool understood = true;
  failures.array().for_each([&](const Value& failure) {
    auto identifier = identifier_of(failure);
    understood = understood && identifier;
    if (identifier) identifiers.push_back(*std::move(identifier));
  });
  if (!understood) return std::nullopt;
  return identifiers;
}

}  // namespace lambda_host
