#pragma once

#include "core/expressions/box.h"
#include "core/partiql/token.h"

#include <cstddef>
#include <optional>
#include <string>
#include <variant>
#include <vector>

// What a statement is parsed into, before its parameters are known: the grammar's view of it, so
// there is much in it that DynamoDB refuses later on. A tree never changes, and one tree serves all
// executions of its statement.
namespace core::partiql {

using expressions::Box;

struct Expression;
using Expressions = std::vector<Expression>;

struct StringLiteral {
  std::string value;
};
struct NumberLiteral {
  std::string text;  // with its sign: "-1.5e3"
};
struct BooleanLiteral {
  bool value = false;
};
struct NullLiteral {};
struct MissingLiteral {};
struct Parameter {
  std::size_t index = 0;  // which of the statement's question marks
};
struct Identifier {
  std::string name;
};

struct Everything {};      // [*]
struct EveryAttribute {};  // .*
using PathStep = std::variant<std::string, Everything, EveryAttribute, Box<Expression>>;
struct Path {
  Box<Expression> root;
  std::vector<PathStep> steps;  // not empty
};

// An operator and what it is applied to. `op` as tokens have it: "and", "not_between", "<>".
struct Operation {
  std::string op;
  Expressions operands;  // of "and" and "or" two or more, of "between" three
};
// value IS type
struct TypeTest {
  Box<Expression> value;
  std::string type;
  bool negated = false;
};
struct ListLiteral {
  Expressions elements;
};
struct BagLiteral {
  Expressions elements;
};
struct Field;
struct StructLiteral {
  std::vector<Field> fields;
};
struct Call {
  std::string name;  // in lower case
  Expressions arguments;
  bool aggregates = false;  // COUNT and its like
};
// What the grammar knows and DynamoDB doesn't, by the name that AWS has for it.
struct UnsupportedNode {
  std::string name;
};
struct Select;
struct Change;

// A null unless it is made something else.
struct Expression {
  std::variant<NullLiteral, StringLiteral, NumberLiteral, BooleanLiteral, MissingLiteral, Parameter,
               Identifier, Path, Operation, TypeTest, ListLiteral, BagLiteral, StructLiteral, Call,
               UnsupportedNode, Box<Select>, Box<Change>>
      node;
  Position position;  // of the token that stands for it
};

struct Field {
  Expression name;
  Expression value;
};

// What stands in FROM, or behind UPDATE, DELETE FROM and INSERT INTO.
struct Source {
  Expression path;
  bool aliased = false;
  bool joined = false;  // with others
};

struct OrderTerm {
  Expression key;
  bool descending = false;
};

// A clause that DynamoDB doesn't have.
struct UnsupportedClause {
  std::string name;
  Position position;
};

struct Select {
  bool star = false;
  bool aliased = false;  // a column is
  Expressions columns;   // none with a star
  Source from;
  std::optional<Expression> where;
  std::vector<OrderTerm> order;
  std::optional<UnsupportedClause> unsupported;
};

struct Assignment {
  Expression target;
  Expression value;
};
struct Removal {
  Expression target;
};

enum class Returning { all_old, modified_old, all_new, modified_new };

enum class ChangeKind { insert, update, remove };
struct Change {
  ChangeKind kind = ChangeKind::insert;
  Source table;
  std::optional<Expression> value;                            // of an INSERT
  std::vector<std::variant<Assignment, Removal>> operations;  // of an UPDATE, in their order
  std::optional<Expression> where;
  std::optional<Returning> returning;
};

}  // namespace core::partiql
