#pragma once

#include "core/names.h"
#include "server/client/http_client.h"

#include <string>
#include <string_view>

// Requests as an SDK would send them. Signatures aren't checked, so there is none to speak of; the
// credential's scope names the account and the region.
namespace server::client {

// Of DynamoDB, SQS or CloudWatch Logs: `target` is "DynamoDB_20120810.ListTables".
HttpQuestion json_call(const core::Scope& scope, std::string_view target, std::string body);

// Of Lambda, S3 and our own endpoints; `service` is "lambda" or "s3".
HttpQuestion rest_call(const core::Scope& scope, std::string_view service, std::string method,
                       std::string target, std::string body = {});

// Of SNS and its like: a form of names and values, which are encoded here.
HttpQuestion form_call(const core::Scope& scope, std::string_view service,
                       const std::vector<std::pair<std::string, std::string>>& form);

// What an error's body says: "ResourceInUseException: Table already exists: Orders". Whichever
// service it is of, as JSON or as XML.
std::string error_text(const HttpAnswer& answer);

}  // namespace server::client
