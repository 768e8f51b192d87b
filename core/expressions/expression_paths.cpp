#include "core/expressions/expression_paths.h"

#include "core/overloaded.h"

namespace core::expressions {

namespace {

void collect(const Operand& operand, Paths& paths) {
  if (const auto* path = std::get_if<DocumentPath>(&operand)) paths.push_back(path);
  if (const auto* size = std::get_if<Size>(&operand)) {
    if (const auto* path = std::get_if<DocumentPath>(&size->of)) paths.push_back(path);
  }
}

template <class... Operands>
void collect_all(Paths& paths, const Operands&... operands) {
  (collect(operands, paths), ...);
}

void collect(const Condition& condition, Paths& paths);

void collect(const std::vector<Condition>& terms, Paths& paths) {
  for (const Condition& term : terms) collect(term, paths);
}

void collect(const Condition& condition, Paths& paths) {
  std::visit(Overloaded{
                 [&](const Compare& n) { collect_all(paths, n.left, n.right); },
                 [&](const Between& n) { collect_all(paths, n.value, n.low, n.high); },
                 [&](const In& n) {
                   collect(n.value, paths);
                   for (const Operand& candidate : n.candidates) collect(candidate, paths);
                 },
                 [&](const AttributeExists& n) { paths.push_back(&n.path); },
                 [&](const AttributeNotExists& n) { paths.push_back(&n.path); },
                 [&](const AttributeTypeIs& n) { collect(n.value, paths); },
                 [&](const BeginsWith& n) { collect_all(paths, n.value, n.prefix); },
                 [&](const Contains& n) { collect_all(paths, n.container, n.member); },
                 [&](const Not& n) { collect(*n.inner, paths); },
                 [&](const TruthIsOneOf& n) {
                   collect(*n.truth, paths);
                   collect(n.conditions, paths);
                   for (const Operand& each : n.operands) collect(each, paths);
                 },
                 [&](const And& n) { collect(n.terms, paths); },
                 [&](const Or& n) { collect(n.terms, paths); },
             },
             condition.node);
}

void collect(const SetValue& value, Paths& paths) {
  std::visit(Overloaded{
                 [&](const DocumentPath& path) { paths.push_back(&path); },
                 [](const Literal&) {},
                 [&](const IfNotExists& n) {
                   paths.push_back(&n.path);
                   collect(*n.otherwise, paths);
                 },
                 [&](const ListAppend& n) {
                   collect(*n.head, paths);
                   collect(*n.tail, paths);
                 },
                 [&](const auto& sum) {
                   collect(*sum.left, paths);
                   collect(*sum.right, paths);
                 },
             },
             value.node);
}

}  // namespace

Paths paths_of(const Condition& condition) {
  Paths paths;
  collect(condition, paths);
  return paths;
}

Paths paths_of(const Projection& projection) {
  Paths paths;
  for (const DocumentPath& path : projection.paths) paths.push_back(&path);
  return paths;
}

Paths paths_of(const Update& update) {
  Paths paths;
  for (const SetAction& action : update.sets) {
    paths.push_back(&action.path);
    collect(action.value, paths);
  }
  for (const DocumentPath& path : update.removes) paths.push_back(&path);
  for (const AddAction& action : update.adds) paths.push_back(&action.path);
  for (const DeleteAction& action : update.deletes) paths.push_back(&action.path);
  return paths;
}

std::set<std::string_view> attributes_of(const Paths& paths) {
  std::set<std::string_view> names;
  for (const DocumentPath* path : paths) names.insert(path->attribute);
  return names;
}

}  // namespace core::expressions
