#pragma once

#include "storage/log_table.h"

#include <optional>
#include <string>
#include <string_view>

// Numbers and paging tokens of CloudWatch Logs. Its event ids, sequence tokens and the tokens of
// GetLogEvents have 56 digits; the other tokens have no form that clients could know.
namespace server::operations {

std::string digits56(std::int64_t number);

// A gap between events as 56 digits: half for the timestamp, half for the id.
std::string position_token(const storage::LogPosition& position);
// Throws "The specified nextToken is invalid."
storage::LogPosition read_position_token(std::string_view token);

// Any text as a token.
std::string text_token(std::string_view text);
// Throws as above.
std::string read_text_token(std::string_view token);

[[noreturn]] void throw_invalid_token();

}  // namespace server::operations
