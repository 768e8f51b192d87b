#pragma once

#include "core/attribute_value.h"
#include "core/expressions/box.h"
#include "core/expressions/document_path.h"
#include "core/expressions/literal.h"

#include <string>
#include <variant>
#include <vector>

// What the expressions, and the older parameters that they replaced, are parsed into. Placeholders
// are resolved: the nodes carry names and values. Every tree was checked by its parser.
namespace core::expressions {

// size(path) or size(:value).
struct Size {
  std::variant<DocumentPath, Literal> of;
};
using Operand = std::variant<DocumentPath, Literal, Size>;

enum class Comparator { equal, not_equal, less, less_or_equal, greater, greater_or_equal };

struct Condition;

struct Compare {
  Operand left;
  Comparator comparator;
  Operand right;
};
struct Between {
  Operand value;
  Operand low;
  Operand high;
};
struct In {
  Operand value;
  std::vector<Operand> candidates;
};
struct AttributeExists {
  DocumentPath path;
};
struct AttributeNotExists {
  DocumentPath path;
};
struct AttributeTypeIs {
  Operand value;
  AttributeType type;
};
struct BeginsWith {
  Operand value;
  Operand prefix;
};
struct Contains {
  Operand container;
  Operand member;
};
struct Not {
  Box<Condition> inner;
};
// What a condition comes to, true or false, is what one of these comes to or has. Only PartiQL says
// so.
struct TruthIsOneOf {
  Box<Condition> truth;
  std::vector<Condition> conditions;
  std::vector<Operand> operands;
};
struct And {
  std::vector<Condition> terms;
};
struct Or {
  std::vector<Condition> terms;
};

struct Condition {
  std::variant<Compare, Between, In, AttributeExists, AttributeNotExists, AttributeTypeIs,
               BeginsWith, Contains, Not, TruthIsOneOf, And, Or>
      node;
};

struct SetValue;

struct IfNotExists {
  DocumentPath path;
  Box<SetValue> otherwise;
};
struct ListAppend {
  Box<SetValue> head;
  Box<SetValue> tail;
};
struct Plus {
  Box<SetValue> left;
  Box<SetValue> right;
};
struct Minus {
  Box<SetValue> left;
  Box<SetValue> right;
};

// The right-hand side of an assignment.
struct SetValue {
  std::variant<DocumentPath, Literal, IfNotExists, ListAppend, Plus, Minus> node;
};

struct SetAction {
  DocumentPath path;
  SetValue value;
};
struct AddAction {
  DocumentPath path;
  Literal value;  // a number or a set; from AttributeUpdates also a list
};
struct DeleteAction {
  DocumentPath path;
  Literal value;  // a set
};

struct Update {
  std::vector<SetAction> sets;
  std::vector<DocumentPath> removes;
  std::vector<AddAction> adds;
  std::vector<DeleteAction> deletes;
  // Made from AttributeUpdates: AWS words some errors of that parameter differently.
  bool from_attribute_updates = false;
  bool from_statement = false;  // made from a PartiQL statement: the same
};

struct Projection {
  std::vector<DocumentPath> paths;
};

}  // namespace core::expressions
