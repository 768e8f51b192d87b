#include "server/seeds/templates/parameters.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace server::seeds {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";

// A word of a line of overrides: up to a blank that isn't in quotes, without the quotes.
std::string next_word(std::string_view& text) {
  text = trimmed(text);
  std::string word;
  char quote = 0;
  std::size_t at = 0;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (quote == 0 && kBlanks.find(c) != std::string_view::npos) break;
    if (c == '\\' && at + 1 < text.size()) {
      word += text[++at];
    } else if (quote == 0 && (c == '"' || c == '\'')) {
      quote = c;
    } else if (c == quote) {
      quote = 0;
    } else {
      word += c;
    }
  }
  text.remove_prefix(at);
  return word;
}

// "ParameterKey=K,ParameterValue=V" is "K=V".
std::string short_form(const std::string& word) {
  constexpr std::string_view kKey = "ParameterKey=";
  constexpr std::string_view kValue = ",ParameterValue=";
  const auto value = word.find(kValue);
  if (!word.starts_with(kKey) || value == std::string::npos) return word;
  return word.substr(kKey.size(), value - kKey.size()) + "=" + word.substr(value + kValue.size());
}

bool is_list(std::string_view type) {
  return type == "CommaDelimitedList" || type.starts_with("List<");
}

Value typed(const std::string& text, std::string_view type) {
  if (!is_list(type)) return text_value(text);
  Value list = list_value({});
  for (std::size_t start = 0; start <= text.size();) {
    const auto comma = std::min(text.find(',', start), text.size());
    list.list.push_back(text_value(std::string(trimmed(text.substr(start, comma - start)))));
    start = comma + 1;
  }
  return list;
}

bool is_allowed(const std::string& text, const Value& parameter) {
  const Value* const allowed = parameter.find("AllowedValues");
  return !allowed || std::any_of(allowed->list.begin(), allowed->list.end(),
                                 [&](const Value& each) { return each.text == text; });
}

// A subnet, say, that nothing here needs.
Value missing(const std::string& name, const Place& place) {
  Value nothing = map_value({});
  nothing.fault = std::make_shared<const Fault>(
      place, "the parameter has no default: give it a value, --parameter " + name + "=…");
  return nothing;
}

Value value_of(const std::string& name, const Value& parameter, const Overrides& given,
               const Place& place) {
  const auto found = given.find(name);
  const Value* const by_default = parameter.find("Default");
  if (found == given.end() && !by_default) return missing(name, place);
  std::string text = found == given.end() ? by_default->text : found->second;
  if (is_allowed(text, parameter)) return typed(std::move(text), parameter.text_of("Type"));
  throw Fault(place, fmt::format("{} is none of the parameter's AllowedValues", text));
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  const auto start = text.find_first_not_of(kBlanks);
  if (start == std::string_view::npos) return {};
  return text.substr(start, text.find_last_not_of(kBlanks) - start + 1);
}

Overrides parse_overrides(std::string_view text) {
  Overrides overrides;
  while (!trimmed(text).empty()) {
    const std::string word = short_form(next_word(text));
    const auto equals = word.find('=');
    if (equals != std::string::npos) overrides[word.substr(0, equals)] = word.substr(equals + 1);
  }
  return overrides;
}

std::map<std::string, Value, std::less<>> parameter_values(const Value& document,
                                                           const Overrides& given,
                                                           const std::string& file) {
  std::map<std::string, Value, std::less<>> values;
  const Value none = map_value({});
  const Value* const parameters = document.find("Parameters");
  for (const auto& [name, parameter] : (parameters ? *parameters : none).members) {
    const Place place{file, parameter.line, Path("Parameters") / name};
    values[name] = value_of(name, parameter, given, place);
  }
  for (const auto& [name, value] : given) {
    if (!values.contains(name)) throw Fault({file}, "the template has no parameter " + name);
  }
  return values;
}

}  // namespace server::seeds
