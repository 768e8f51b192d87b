#include "server/seeds/text_functions.h"

#include "core/base64.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <iterator>
#include <optional>
#include <stdexcept>

namespace server::seeds {
namespace {

using Arguments = std::vector<Value>;

std::optional<std::size_t> index_of(const std::string& text) {
  std::size_t index = 0;
  const char* const end = text.data() + text.size();
  const auto [at, error] = std::from_chars(text.data(), end, index);
  if (error != std::errc() || at != end) return std::nullopt;
  return index;
}

Value base64(const Arguments& arguments) {
  if (!arguments[0].is_scalar()) throw std::invalid_argument("it takes a text");
  return text_value(core::base64_encode(arguments[0].text));
}

Value join(const Arguments& arguments) {
  std::string text;
  for (std::size_t i = 0; i < arguments[1].list.size(); ++i) {
    if (i > 0) text += arguments[0].text;
    text += arguments[1].list[i].text;
  }
  return text_value(std::move(text));
}

Value select(const Arguments& arguments) {
  const auto& list = arguments[1].list;
  const auto index = index_of(arguments[0].text);
  if (index && *index < list.size()) return list[*index];
  throw std::invalid_argument(fmt::format("there is no element {}", arguments[0].text));
}

Value split(const Arguments& arguments) {
  const std::string& separator = arguments[0].text;
  if (separator.empty()) throw std::invalid_argument("the separator is empty");
  std::string_view rest = arguments[1].text;
  Value parts = list_value({});
  while (true) {
    const auto end = rest.find(separator);
    parts.list.push_back(text_value(std::string(rest.substr(0, end))));
    if (end == std::string_view::npos) return parts;
    rest.remove_prefix(end + separator.size());
  }
}

struct TextFunction {
  std::string_view name;
  std::size_t arguments;
  Value (*call)(const Arguments&);
};
constexpr TextFunction kTextFunctions[] = {
    {"Base64", 1, base64},
    {"Join",   2, join  },
    {"Select", 2, select},
    {"Split",  2, split },
};

const TextFunction* find_text_function(std::string_view name) {
  const auto* const found =
      std::find_if(std::begin(kTextFunctions), std::end(kTextFunctions),
                   [&](const TextFunction& each) { return each.name == name; });
  return found == std::end(kTextFunctions) ? nullptr : found;
}

}  // namespace

bool is_text_function(std::string_view name) {
  return find_text_function(name) != nullptr;
}

std::size_t argument_count(std::string_view text_function) {
  return find_text_function(text_function)->arguments;
}

Value call_text_function(std::string_view name, const std::vector<Value>& arguments) {
  return find_text_function(name)->call(arguments);
}

}  // namespace server::seeds
