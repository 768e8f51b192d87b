#include "core/partiql/statement_cache.h"

#include <utility>

namespace core::partiql {

std::shared_ptr<const Statement> StatementCache::find_or_parse(std::string_view text) {
  if (const auto found = by_text_.find(text); found != by_text_.end()) {
    statements_.splice(statements_.begin(), statements_, found->second);
    return found->second->statement;
  }
  auto statement = std::make_shared<const Statement>(parse_statement(text));
  if (text.size() > kMaxTextBytes) return statement;
  make_room(text.size());
  text_bytes_ += text.size();
  statements_.push_front(Entry{std::string(text), statement});
  by_text_.emplace(statements_.front().text, statements_.begin());
  return statement;
}

void StatementCache::make_room(std::size_t bytes) {
  while (statements_.size() == kMaxStatements || text_bytes_ + bytes > kMaxTextBytes) {
    text_bytes_ -= statements_.back().text.size();
    by_text_.erase(statements_.back().text);
    statements_.pop_back();
  }
}

}  // namespace core::partiql
