#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace server::protocol {

// "%3A" and "+" decoded as a query's are; a broken escape stays as it is.
std::string url_decode(std::string_view text, bool plus_is_blank);

// The text percent-encoded but for letters, digits, "-._~" and what is in `kept`; a blank is "+",
// as in a query.
std::string url_encode(std::string_view text, std::string_view kept);

// The target up to its query.
std::string_view path_of(std::string_view target);

// The query's parameters, decoded, in its order.
std::vector<std::pair<std::string, std::string>> query_parameters(std::string_view target);

// The decoded value of the query's first parameter of that name.
std::optional<std::string> query_parameter(std::string_view target, std::string_view name);

}  // namespace server::protocol
