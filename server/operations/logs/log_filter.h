#pragma once

#include <cstddef>
#include <functional>
#include <string_view>

// Filter patterns of CloudWatch Logs ("Filter pattern syntax for metric filters, subscription
// filters, and filter log events" in its user guide). Pure. There are four kinds, told apart by how
// they begin:
//
//   { $.level = "error" && $.status >= 500 }   JSON, log_filter_json.cpp
//   [ip, user, ..., status = 4*]               fields between spaces, log_filter_fields.cpp
//   ERROR -timeout   ?ERROR ?WARN   "a phrase" terms, log_filter_terms.cpp
//   %[45]\d\d%                                 a regular expression, also as a term or a value
namespace server::operations {

struct LogFilter {
  // Whether a message matches. May be called on any thread.
  std::function<bool(std::string_view message)> matches;
  // How often it looks at each byte of a message, at most and about: what a search costs.
  std::size_t looks = 1;
};

// Throws ApiError when the pattern isn't one. The empty one matches everything.
LogFilter parse_log_filter(std::string_view pattern);

// One kind each: what parse_log_filter chooses from.
LogFilter parse_log_json(std::string_view pattern);
LogFilter parse_log_fields(std::string_view pattern);
LogFilter parse_log_terms(std::string_view pattern);

[[noreturn]] void throw_invalid_pattern(std::string_view why);

}  // namespace server::operations
