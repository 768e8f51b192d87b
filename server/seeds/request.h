#pragma once

#include "core/names.h"
#include "server/client/api_call.h"
#include "server/seeds/references.h"
#include "server/seeds/value.h"

#include <string>
#include <string_view>

// API calls that may speak of what isn't known before others are answered.
namespace server::seeds {

struct Request {
  enum class Kind { json, rest, form, bytes };
  Kind kind = Kind::json;
  std::string service;      // of JSON protocols: the target, "DynamoDB_20120810.CreateTable"
  std::string method = {};  // REST and bytes
  std::string target = {};  // REST and bytes: encoded, but for references
  Value body = {};          // of forms: a map of texts; of bytes: a text
  // A user's own texts, as in items, speak of nothing, whatever is in them.
  bool is_literal = false;
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
