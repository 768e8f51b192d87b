#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

// Looking for bytes in bytes, in time proportional to where they are looked for, whatever both are:
// std::string_view::find compares the part anew wherever it might begin, which for half of a long
// text of one letter takes the square of its length.
namespace core {

// Where the part begins first; npos when it isn't there. An empty one is everywhere.
std::size_t find_text(std::string_view text, std::string_view part);
bool contains_text(std::string_view text, std::string_view part);

// A pattern of pieces with any text between each two of them: "a*b" has two, "*" two empty ones.
class Wildcard {
 public:
  // There must be a piece.
  explicit Wildcard(std::vector<std::string> pieces) : pieces_(std::move(pieces)) {}
  // Each star of the pattern stands between two pieces.
  static Wildcard split(std::string_view pattern);

  // Whether all of the text is like the pattern.
  bool matches(std::string_view text) const;

 private:
  std::vector<std::string> pieces_;
};

}  // namespace core
