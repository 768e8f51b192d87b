#include "tests/support/random_values.h"

namespace tests {

using core::AttributeType;
using core::AttributeValue;

std::string RandomValues::bytes(int longest) {
  constexpr char kEdges[] = {'\0', '\x01', '\xff', 'a'};
  std::string bytes(static_cast<std::size_t>(below(longest + 1)), '\0');
  for (char& byte : bytes) {
    byte = below(2) == 0 ? kEdges[below(4)] : static_cast<char>(below(256));
  }
  return bytes;
}

std::string RandomValues::text(int longest) {
  std::string text(static_cast<std::size_t>(below(longest + 1)), '\0');
  for (char& c : text) c = static_cast<char>('a' + below(4));
  return text;
}

core::Number RandomValues::number() {
  if (below(20) == 0) return core::Number();
  core::Number::Coefficient coefficient = 0;
  const int digits = 1 + below(core::Number::kMaxDigits);
  for (int i = 0; i < digits; ++i) {
    coefficient = coefficient * 10 + static_cast<unsigned>(i == 0 ? 1 + below(9) : below(10));
  }
  const int magnitude = below(2) == 0 ? below(6) - 3 : below(250) - 127;
  return core::Number::from_parts(below(2) == 0, coefficient, magnitude - digits + 1);
}

AttributeValue RandomValues::key_value(AttributeType type) {
  if (type == AttributeType::s) return AttributeValue("k" + text(6));
  if (type == AttributeType::n) return AttributeValue(number());
  return AttributeValue(core::Binary{"\x7f" + bytes(6)});
}

AttributeValue RandomValues::value(int depth) {
  switch (static_cast<AttributeType>(below(depth > 0 ? 10 : 8))) {
    case AttributeType::s: return AttributeValue(text(12));
    case AttributeType::n: return AttributeValue(number());
    case AttributeType::b: return AttributeValue(core::Binary{bytes(12)});
    case AttributeType::boolean: return AttributeValue(below(2) == 0);
    case AttributeType::null: return AttributeValue(core::Null{});
    case AttributeType::ss: {
      core::StringSet set{
          {text(4), text(4), text(4)}
      };
      core::normalize(set);
      return AttributeValue(std::move(set));
    }
    case AttributeType::ns: {
      core::NumberSet set{
          {number(), number()}
      };
      core::normalize(set);
      return AttributeValue(std::move(set));
    }
    case AttributeType::bs: {
      core::BinarySet set{
          {core::Binary{bytes(4)}, core::Binary{bytes(4)}}
      };
      core::normalize(set);
      return AttributeValue(std::move(set));
    }
    case AttributeType::list: {
      core::List list;
      for (int left = below(4); left > 0; --left) list.push_back(value(depth - 1));
      return AttributeValue(std::move(list));
    }
    case AttributeType::map: break;
  }
  return AttributeValue(item(below(4), depth - 1));
}

core::Item RandomValues::item(int attributes, int depth) {
  core::Item item;
  for (; attributes > 0; --attributes) item.insert_or_assign("n" + text(4), value(depth));
  return item;
}

}  // namespace tests
