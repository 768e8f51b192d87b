#include "core/partiql/key_equalities.h"

#include <utility>

namespace core::partiql {

namespace {

using expressions::And;
using expressions::Compare;
using expressions::Condition;
using expressions::DocumentPath;
using expressions::Literal;

// The key attribute that the comparison fixes; nullptr if it does something else.
const AttributeDefinition* find_fixed(const Condition& condition, const KeySchema& schema) {
  const auto* compare = std::get_if<Compare>(&condition.node);
  if (compare == nullptr || compare->comparator != expressions::Comparator::equal) return nullptr;
  const auto* path = std::get_if<DocumentPath>(&compare->left);
  if (path == nullptr || !path->steps.empty()) return nullptr;
  return std::holds_alternative<Literal>(compare->right) ? schema.find(path->attribute) : nullptr;
}

// The terms of AND, and of those within it.
void flatten(Condition condition, std::vector<Condition>& terms) {
  auto* both = std::get_if<And>(&condition.node);
  if (both == nullptr) return terms.push_back(std::move(condition));
  for (Condition& each : both->terms) flatten(std::move(each), terms);
}

}  // namespace

KeyEqualities split_key(std::optional<Condition> where, const KeySchema& schema) {
  KeyEqualities result;
  std::vector<Condition> terms;
  if (where) flatten(*std::move(where), terms);
  And rest;
  for (Condition& term : terms) {
    const AttributeDefinition* attribute = find_fixed(term, schema);
    if (attribute == nullptr) {
      rest.terms.push_back(std::move(term));
      continue;
    }
    const AttributeValue& value = *std::get<Literal>(std::get<Compare>(term.node).right);
    const AttributeValue* known = result.key.find(attribute->name);
    if (known == nullptr) {
      result.key.insert_or_assign(attribute->name, value);
    } else if (*known != value) {
      if (!result.conflict) result.conflict = attribute->name;
      rest.terms.push_back(std::move(term));
    }
  }
  if (!rest.terms.empty()) result.rest = Condition{std::move(rest)};
  return result;
}

}  // namespace core::partiql
