#pragma once

#include <string>
#include <string_view>

namespace server::lambda_api {

// What a function gets to see of X-Amz-Client-Context, base64 of a JSON object: the object as JSON
// in printable ASCII, since it goes on to the function in a header, whatever it was written with.
// Throws ApiError for anything else, and for more than the 3,583 bytes that Lambda takes.
std::string parse_client_context(std::string_view header);

}  // namespace server::lambda_api
