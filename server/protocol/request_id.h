#pragma once

#include <string>

namespace server::protocol {

// 52 characters of A-Z and 0-9, as DynamoDB's x-amzn-RequestId. Engine thread only.
std::string new_request_id();

}  // namespace server::protocol
