#pragma once

#include "core/partiql/statement.h"

#include <cstddef>
#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

namespace core::partiql {

// Statements by their text, so that one which is executed again and again is parsed once. Those
// that were used last are kept, as many as the limits allow: a tree takes some fifty times its
// text.
class StatementCache {
 public:
  static constexpr std::size_t kMaxStatements = 500;
  static constexpr std::size_t kMaxTextBytes = std::size_t{256} << 10;

  // Parses what isn't there. Throws as parse_statement does, and keeps nothing then.
  std::shared_ptr<const Statement> find_or_parse(std::string_view text);

  std::size_t size() const { return statements_.size(); }

 private:
  struct Entry {
    std::string text;
    std::shared_ptr<const Statement> statement;
  };

  void make_room(std::size_t bytes);

  std::size_t text_bytes_ = 0;
  std::list<Entry> statements_;                                               // the last used first
  std::unordered_map<std::string_view, std::list<Entry>::iterator> by_text_;  // keys in the list
};

}  // namespace core::partiql
