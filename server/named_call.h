#pragma once

#include "core/http_message.h"
#include "core/names.h"
#include "server/faults/error_catalog.h"
#include "server/services.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What a request is for, before anybody has read it.
namespace server {

struct NamedCall {
  faults::AwsService service = faults::AwsService::dynamodb;
  std::string operation;
  bool as_query = false;  // SQS in the query protocol
};

// By path, header, credential and form, in the dispatcher's order. nullopt for what isn't an
// operation of AWS's, or isn't told as one.
std::optional<NamedCall> name_call(const core::HttpRequest& request);

// What a request names.
struct NamedResources {
  std::vector<std::string> names;
  std::size_t actions = 0;  // of a transaction
};
// Reads the body, which stays as it is; one that can't be read names nothing.
NamedResources name_resources(const NamedCall& call, const core::HttpRequest& request);

}  // namespace server
