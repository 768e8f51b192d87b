#pragma once

#include "server/seeds/value.h"

#include <map>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>

// What isn't known before API calls are answered: the ARN of a stream that is still to be made. A
// reference stands for it, inside of any text.
namespace server::seeds {

// A text that stands for what `name` will be: "the stream of table Orders".
std::string reference(std::string_view name);

// A text that stands for what a function of texts will give, whose arguments have references.
std::string reference_to_call(std::string_view function, Value arguments);

bool has_reference(std::string_view text);

// The names of all that the value speaks of, also in the arguments of functions.
std::set<std::string> references_in(const Value& value);

// What references stand for, by their names.
using Known = std::map<std::string, std::string, std::less<>>;

// A reference whose value isn't known, or can't be: a sentence that says why.
class UnknownReference : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// The text with what its references stand for. Throws UnknownReference.
std::string resolved(std::string_view text, const Known& known);
// The same of all texts of a value. One that is nothing but a reference to a list becomes one.
Value resolved(Value value, const Known& known);
// The same of a part of a URL: what a reference stands for is encoded.
std::string resolved_url(std::string_view text, const Known& known);

// The text for people's eyes: a reference is what it speaks of.
std::string said(std::string text);

// The text as a part of a path or a query, but for its references. Letters of `kept` stay.
std::string url_part(std::string_view text, std::string_view kept = "");

}  // namespace server::seeds
