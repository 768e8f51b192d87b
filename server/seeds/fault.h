#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>

namespace server::seeds {

// A way into a document, as messages name it: "tables[0].KeySchema".
class Path {
 public:
  Path() = default;
  explicit Path(std::string text) : text_(std::move(text)) {}

  Path operator/(std::string_view member) const {
    return Path(text_.empty() ? std::string(member) : text_ + "." + std::string(member));
  }
  Path operator[](std::size_t index) const {
    return Path(text_ + "[" + std::to_string(index) + "]");
  }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

// Where in which file.
struct Place {
  std::string file;
  std::size_t line = 0;  // 0: it isn't known, as in JSON
  Path path = {};

  // "seed.yaml, line 3, tables[0].KeySchema"
  std::string text() const;
};

// What is wrong with a seed or a template: a sentence that begins with the place.
class Fault : public std::runtime_error {
 public:
  Fault(const Place& place, const std::string& message)
      : std::runtime_error(place.text() + ": " + message) {}
};

}  // namespace server::seeds
