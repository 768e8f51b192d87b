#include "server/protocol/java_text.h"

#include "server/protocol/attribute_type.h"

namespace server::protocol {
namespace {

using core::json::Kind;
using core::json::Object;
using core::json::Value;

constexpr std::size_t kMaxTextBytes = 65'536;

// The members AWS's AttributeValue class prints, the internal ones included, as recorded.
struct PrintedType {
  std::string_view member;
  std::string_view type;  // empty: internal, always null
};
constexpr PrintedType kPrintedTypes[] = {
    {"s",          "S"   },
    {"n",          "N"   },
    {"b",          "B"   },
    {"iNT",        ""    },
    {"dECIMAL",    ""    },
    {"dOUBLE",     ""    },
    {"sS",         "SS"  },
    {"nS",         "NS"  },
    {"bS",         "BS"  },
    {"iNTSET",     ""    },
    {"dECIMALSET", ""    },
    {"dOUBLESET",  ""    },
    {"m",          "M"   },
    {"l",          "L"   },
    {"nULL",       "NULL"},
    {"bOOL",       "BOOL"},
};

class Printer {
 public:
  void print(Value value, const Shape& shape) {
    if (text_.size() > kMaxTextBytes) return;
    if (value.is(Kind::null)) {
      text_ += "null";
      return;
    }
    switch (shape.kind) {
      case ShapeKind::structure: return print_structure(value.object(), shape);
      case ShapeKind::attribute_value: return print_attribute_value(value.object());
      case ShapeKind::list: return print_list(value, *shape.element);
      case ShapeKind::map: return print_map(value.object(), *shape.element);
      case ShapeKind::blob: return print_bytes(value.string());
      case ShapeKind::string: text_ += value.string(); return;
      case ShapeKind::boolean: text_ += value.text(); return;
      case ShapeKind::integer:
      case ShapeKind::timestamp:
      case ShapeKind::long_integer: text_ += std::to_string(value.integer()); return;
    }
  }

  std::string take() { return std::move(text_); }

 private:
  void print_member(std::string_view separator, std::string_view name,
                    const std::optional<Value>& value, const Shape& shape) {
    text_.append(separator).append(name).append("=");
    if (value) {
      print(*value, shape);
    } else {
      text_ += "null";
    }
  }

  void print_structure(Object object, const Shape& shape) {
    text_.append(shape.name).append("(");
    std::string_view separator;
    for (const Member& member : shape.members) {
      print_member(separator, lower_first(member.name), object.find(member.name), member.shape);
      separator = ", ";
    }
    text_ += ")";
  }

  void print_attribute_value(Object object) {
    text_ += "AttributeValue(";
    std::string_view separator;
    for (const PrintedType& printed : kPrintedTypes) {
      const Shape* type = attribute_type(printed.type);
      const auto value = type != nullptr ? object.find(printed.type) : std::nullopt;
      print_member(separator, printed.member, value, type != nullptr ? *type : kString);
      separator = ", ";
    }
    text_ += ")";
  }

  void print_list(Value value, const Shape& element) {
    text_ += "[";
    std::string_view separator;
    value.array().for_each([&](Value each) {
      if (text_.size() > kMaxTextBytes) return;
      text_ += separator;
      print(each, element);
      separator = ", ";
    });
    text_ += "]";
  }

  void print_map(Object object, const Shape& element) {
    text_ += "{";
    std::string_view separator;
    object.for_each([&](const core::json::Member& entry) {
      if (text_.size() > kMaxTextBytes) return;
      print_member(separator, entry.name, entry.value, element);
      separator = ", ";
    });
    text_ += "}";
  }

  void print_bytes(std::string_view base64) {
    std::size_t size = base64.size() / 4 * 3;
    while (base64.ends_with('=')) {
      base64.remove_suffix(1);
      --size;
    }
    const std::string bytes = std::to_string(size);
    text_ += "java.nio.HeapByteBuffer[pos=0 lim=" + bytes + " cap=" + bytes + "]";
  }

  std::string text_;
};

}  // namespace

std::string java_text(Value value, const Shape& shape) {
  Printer printer;
  printer.print(value, shape);
  return printer.take();
}

std::string json_text(Value value) {
  std::string text = value.text();
  if (text.size() > kMaxTextBytes) text.resize(kMaxTextBytes);
  return text;
}

std::string lower_first(std::string_view name) {
  std::string text(name);
  if (!text.empty() && text[0] >= 'A' && text[0] <= 'Z') text[0] = static_cast<char>(text[0] + 32);
  return text;
}

}  // namespace server::protocol
