#pragma once

#include "core/expressions/faults.h"
#include "core/expressions/lexer.h"
#include "core/expressions/placeholders.h"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace core::expressions {

// What the three parsers share: the tokens and where we are in them, the depth of nesting, the
// request's placeholders, and what was found to be wrong. The text must outlive it.
class Cursor {
 public:
  // Throws for a text that is empty or too long. `keywords`, in upper case, can't be names.
  Cursor(std::string_view text, std::string_view parameter,
         std::span<const std::string_view> keywords, Placeholders& placeholders);

  const Token& peek() const { return tokens_[position_]; }
  const Token& peek_next() const;
  Token take();
  // Takes the token if it is this symbol.
  bool skip(std::string_view symbol);
  bool at_keyword() const;
  bool skip_keyword(std::string_view upper_case);
  void expect(std::string_view symbol);
  void expect_keyword(std::string_view upper_case);

  // Throws for the token we are at, quoting it and its neighbours.
  [[noreturn]] void fail_syntax() const;
  [[noreturn]] void fail(std::string_view text) const { throw_invalid(parameter_, text); }

  // Counts an operator or a function.
  void count_operator() { ++operators_; }
  // At the end of the text: throws what is wrong, if anything.
  void finish();

  Placeholders& placeholders() { return placeholders_; }
  Faults& faults() { return faults_; }

  // Lives while a nested part is parsed. This is where nesting is limited.
  class Nesting {
   public:
    explicit Nesting(Cursor& cursor);
    ~Nesting() { --cursor_.depth_; }
    Nesting(const Nesting&) = delete;
    Nesting& operator=(const Nesting&) = delete;

   private:
    Cursor& cursor_;
  };

 private:
  std::string too_many_operators() const;

  std::string_view text_;
  std::string_view parameter_;
  std::span<const std::string_view> keywords_;
  std::vector<Token> tokens_;
  std::size_t position_ = 0;
  std::size_t depth_ = 0;
  std::size_t operators_ = 0;
  Placeholders& placeholders_;
  Faults faults_;
};

}  // namespace core::expressions
