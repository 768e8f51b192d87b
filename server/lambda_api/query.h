#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace server::lambda_api {

// The decoded values of all the query's parameters of that name, in its order:
// "?tagKeys=a&tagKeys=b".
std::vector<std::string> query_values(std::string_view target, std::string_view name);

// A parameter that is an integer. Throws ApiError(serialization) for other text.
std::optional<int> query_integer(std::string_view target, std::string_view name);

}  // namespace server::lambda_api
