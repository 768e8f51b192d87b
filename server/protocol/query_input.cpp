#include "server/protocol/query_input.h"

#include "core/api_error.h"
#include "core/json/writer.h"

#include <charconv>

namespace server::protocol {
namespace {

[[noreturn]] void mismatch(std::string_view text, std::string_view type) {
  throw core::ApiError(core::ErrorCode::serialization,
                       std::string(text).append(" cannot be converted to ").append(type));
}

// Walks a shape along the names of a form. As deep as the shape is.
class Translation {
 public:
  Translation(const QueryForm& form, std::string_view operation, const QueryDialect& dialect)
      : form_(form), operation_(operation), dialect_(dialect) {}

  std::string take() { return writer_.take(); }

  void structure(const Shape& shape, const std::string& prefix) {
    writer_.begin_object();
    for (const Member& member : shape.members) {
      const QueryName* names = find_query_name(dialect_, member.name);
      const std::string path =
          prefix + (names ? names->name_in(operation_) : std::string(member.name));
      if (!form_.has(path)) continue;
      writer_.key(member.name);
      value(member.shape, path, names);
    }
    writer_.end_object();
  }

 private:
  void value(const Shape& shape, const std::string& path, const QueryName* names) {
    switch (shape.kind) {
      case ShapeKind::structure: return structure(shape, path + ".");
      case ShapeKind::list: return list(shape, path);
      case ShapeKind::map: return map(shape, path, names);
      case ShapeKind::integer:
      case ShapeKind::timestamp:
      case ShapeKind::long_integer: return number(form_.find(path).value_or(""));
      case ShapeKind::boolean: return boolean(form_.find(path).value_or(""));
      case ShapeKind::string:
      case ShapeKind::blob:
      case ShapeKind::attribute_value: writer_.string(form_.find(path).value_or("")); return;
    }
    __builtin_unreachable();
  }

  void list(const Shape& shape, const std::string& path) {
    writer_.begin_array();
    for (const std::size_t each : form_.numbers_below(path)) {
      value(*shape.element, path + "." + std::to_string(each), nullptr);
    }
    writer_.end_array();
  }

  void map(const Shape& shape, const std::string& path, const QueryName* names) {
    writer_.begin_object();
    for (const std::size_t each : form_.numbers_below(path)) {
      const std::string entry = path + "." + std::to_string(each) + ".";
      writer_.key(form_.find(entry + std::string(names->key)).value_or(""));
      value(*shape.element, entry + std::string(names->value), nullptr);
    }
    writer_.end_object();
  }

  void number(std::string_view text) {
    std::int64_t whole = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), whole);
    if (error != std::errc() || end != text.data() + text.size()) mismatch(text, "Integer");
    writer_.whole(whole);
  }

  void boolean(std::string_view text) {
    if (text != "true" && text != "false") mismatch(text, "Boolean");
    writer_.boolean(text == "true");
  }

  const QueryForm& form_;
  std::string_view operation_;
  const QueryDialect& dialect_;
  core::json::Writer writer_;
};

}  // namespace

std::string query_input_json(const QueryForm& form, std::string_view operation, const Shape& input,
                             const QueryDialect& dialect) {
  Translation translation(form, operation, dialect);
  translation.structure(input, "");
  return translation.take();
}

}  // namespace server::protocol
