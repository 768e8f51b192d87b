#include "server/operations/logs/log_filter.h"

#include "core/api_error.h"
#include "server/operations/logs/log_filter_cursor.h"

namespace server::operations {

LogFilter parse_log_filter(std::string_view pattern) {
  const LogFilterCursor cursor(pattern);
  if (cursor.at_end()) return {[](std::string_view) { return true; }};
  if (cursor.peek() == '{') return parse_log_json(pattern);
  if (cursor.peek() == '[') return parse_log_fields(pattern);
  return parse_log_terms(pattern);
}

void throw_invalid_pattern(std::string_view why) {
  throw core::ApiError(core::ErrorCode::invalid_parameter,
                       "Invalid filter pattern: " + std::string(why));
}

}  // namespace server::operations
