#pragma once

#include "core/names.h"
#include "server/client/api_call.h"
#include "server/seeds/value.h"

#include <map>
#include <stdexcept>
#include <string>
#include <string_view>

// API calls that may speak of what isn't known before others are answered: the ARN of a stream that
// is still to be made. A reference stands for it, inside of any text.
namespace server::seeds {

// A text that stands for what `name` will be: "the stream of table Orders".
std::string reference(std::string_view name);

// What references stand for, by their names.
using Known = std::map<std::string, std::string, std::less<>>;

// A reference whose value isn't known.
class UnknownReference : public std::runtime_error {
 public:
  explicit UnknownReference(const std::string& name) : std::runtime_error(name + " isn't there") {}
};

// The text with what its references stand for. Throws UnknownReference.
std::string resolved(std::string_view text, const Known& known);

// The text for people's eyes: a reference is what it speaks of.
std::string said(std::string text);

// The text as a part of a path or a query, but for its references. Letters of `kept` stay.
std::string url_part(std::string_view text, std::string_view kept = "");

struct Request {
  enum class Kind { json, rest, form, bytes };
  Kind kind = Kind::json;
  std::string service;      // of JSON protocols: the target, "DynamoDB_20120810.CreateTable"
  std::string method = {};  // REST and bytes
  std::string target = {};  // REST and bytes: encoded, but for references
  Value body = {};          // of forms: a map of texts; of bytes: a text
};

Request dynamodb(std::string_view operation, Value body);
Request sqs(std::string_view operation, Value body);
Request logs(std::string_view operation, Value body);
Request sns(std::string_view action, Value form);
Request lambda(std::string method, std::string target, Value body = {});
Request s3(std::string method, std::string target, std::string bytes = {});

// Throws UnknownReference.
client::HttpQuestion question_of(const Request& request, const core::Scope& scope,
                                 const Known& known);

}  // namespace server::seeds
