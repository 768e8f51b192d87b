#pragma once

#include "server/operations/operation.h"

// DynamoDB Streams. Each operation stands in a file of its own name.
namespace server::operations {

std::string list_streams(const Request& request, Services& services);
std::string describe_stream(const Request& request, Services& services);
std::string get_shard_iterator(const Request& request, Services& services);
std::string get_records(const Request& request, Services& services);

}  // namespace server::operations
