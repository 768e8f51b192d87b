#pragma once

#include "core/partiql/token.h"

#include <cstddef>
#include <string_view>
#include <vector>

namespace core::partiql {

// A statement's tokens and where the parser is in them.
class TokenStream {
 public:
  explicit TokenStream(std::string_view statement);

  const Token& peek() const { return tokens_[at_]; }
  const Token& peek_next() const { return tokens_[at_ + 1 < tokens_.size() ? at_ + 1 : at_]; }
  bool at_end() const { return peek().kind == TokenKind::end; }
  // At the end, or at a semicolon that is the last token.
  bool at_end_of_statement() const;
  // Stays at the end.
  const Token& take();
  // Takes the token if it is this one.
  bool skip_symbol(std::string_view symbol);
  bool skip_keyword(std::string_view lower_case);
  // Throw, naming what was wanted, when the token is another one.
  void expect_symbol(std::string_view symbol);
  void expect_keyword(std::string_view lower_case);

  // The next parameter's index.
  std::size_t count_parameter() { return parameters_++; }
  std::size_t parameters() const { return parameters_; }

  // Lives while a nested part is parsed. This is where nesting is limited.
  class Nesting {
   public:
    explicit Nesting(TokenStream& tokens);
    ~Nesting() { --tokens_.depth_; }
    Nesting(const Nesting&) = delete;
    Nesting& operator=(const Nesting&) = delete;

   private:
    TokenStream& tokens_;
  };
  // How many parts we are in.
  std::size_t depth() const { return depth_; }

 private:
  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  std::size_t depth_ = 0;
  std::size_t parameters_ = 0;
};

// How deep expressions may be nested; also how many operators may follow each other, which nests
// them, too. AWS's limit isn't known: it is above what a value's 32 levels need.
inline constexpr std::size_t kMaxNesting = 200;

}  // namespace core::partiql
