#pragma once

#include "core/api_error.h"
#include "core/expressions/placeholders.h"
#include "core/json/attribute_value_json.h"
#include "core/json/value.h"

#include <string>
#include <utility>

// Values for tests, written as on the wire.
namespace core::expressions::testing {

inline AttributeValue value(std::string json) {
  return json::read_attribute_value(json::Document::parse(std::move(json)).root());
}

inline Item item(std::string json) {
  return json::read_item(json::Document::parse(std::move(json)).root());
}

// The names and values in a request, as JSON text of both maps.
inline Placeholders placeholders(std::string request) {
  return read_placeholders(json::Document::parse(std::move(request)).root().object());
}

inline std::string syntax_error(const std::string& token, const std::string& near) {
  return "Syntax error; token: \"" + token + "\", near: \"" + near + "\"";
}

// The message of the error that the function throws; "" when it throws none.
template <class Function>
std::string error_of(Function function, FrontEnd front_end = FrontEnd::current) {
  try {
    function();
  } catch (const ApiError& error) {
    return error.message(front_end);
  }
  return "";
}

}  // namespace core::expressions::testing
