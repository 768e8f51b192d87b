#pragma once

#include <cstdint>
#include <initializer_list>
#include <random>
#include <string>

// Filter patterns and events that meet now and then: few names, few letters, all kinds of tests.
class RandomFilters {
 public:
  explicit RandomFilters(std::uint32_t seed) : random_(seed) {}

  std::string pattern(int levels = 3) {
    std::string text = "{";
    for (std::size_t i = 0, fields = 1 + below(2); i < fields; ++i) {
      if (i > 0) text += ',';
      text += levels > 0 && below(4) == 0 ? alternatives(levels - 1) : field(levels - 1);
    }
    return text + '}';
  }
  // `most` tests of one field, as an array.
  std::string tests(std::size_t most) {
    return array(1 + below(most), [&] { return test(); });
  }
  std::string event(int levels = 4) {
    if (levels == 0 || below(4) == 0) return scalar();
    if (below(2) == 0) return array(below(4), [&] { return event(levels - 1); });
    std::string text = "{";
    for (const char* name : {"a", "b", "c"}) {
      if (below(3) == 0) continue;
      text += (text.size() > 1 ? ",\"" : "\"") + std::string(name) + "\":" + event(levels - 1);
    }
    return text + '}';
  }
  std::string scalar() {
    switch (below(8)) {
      case 0: return "null";
      case 1: return below(2) == 0 ? "true" : "false";
      case 2: return std::to_string(below(9));
      case 3: return "\"10.0.0." + std::to_string(below(9)) + '"';
      default: return text();
    }
  }
  std::size_t below(std::size_t end) { return random_() % end; }

 private:
  template <class Make>
  static std::string array(std::size_t count, Make make) {
    std::string text = "[";
    for (std::size_t i = 0; i < count; ++i) text += (i > 0 ? "," : "") + make();
    return text + ']';
  }
  std::string field(int levels) {
    const std::string name = "\"" + std::string(1, "abc"[below(3)]) + "\":";
    return name + (levels > 0 && below(2) == 0 ? pattern(levels) : tests(12));
  }
  std::string alternatives(int levels) {
    return "\"$or\":" + array(2 + below(3), [&] { return pattern(levels); });
  }
  std::string text() {
    std::string text = "\"";
    for (std::size_t i = 0, length = below(4); i < length; ++i) text += "abAB"[below(4)];
    return text + '"';
  }
  std::string text_test() {
    static constexpr const char* kNames[] = {"prefix", "suffix"};
    const std::string name = kNames[below(2)];
    if (below(2) == 0) return '"' + name + "\":" + text();
    return '"' + name + R"(":{"equals-ignore-case":)" + text() + '}';
  }
  std::string excluded() {
    switch (below(3)) {
      case 0: return array(1 + below(12), [&] { return text(); });
      case 1: return R"({"prefix":)" + array(1 + below(12), [&] { return text(); }) + '}';
      default: return R"({"wildcard":"*a*"})";
    }
  }
  std::string test() {
    switch (below(12)) {
      case 0: return R"({"exists":)" + std::string(below(2) == 0 ? "true}" : "false}");
      case 1: return R"({"numeric":[">",)" + std::to_string(below(9)) + R"(,"<",7]})";
      case 2: return R"({"cidr":"10.0.0.0/3)" + std::to_string(below(3)) + "\"}";
      case 3: return R"({"wildcard":"a*b"})";
      case 4: return R"({"anything-but":)" + excluded() + '}';
      case 5: return R"({"equals-ignore-case":)" + text() + '}';
      case 6:
      case 7: return '{' + text_test() + '}';
      default: return scalar();
    }
  }

  std::mt19937 random_;
};
