#pragma once

#include "core/api_error.h"
#include "core/http_message.h"
#include "server/protocol/query_names.h"

#include <optional>
#include <string>
#include <string_view>

// Answers of the query protocol: XML.
namespace server::protocol {

// A text within an element. Control characters, which a reader may refuse even as references, have
// become question marks.
std::string query_text(std::string_view text);

// The members of a JSON object as elements, without one around them.
std::string xml_of_json(std::string json, std::string_view operation, const QueryDialect& dialect);

// <NAMEResponse> with <NAMEResult> around the elements; without it when there are no results.
core::HttpResponse query_answer(std::string_view operation, std::optional<std::string_view> result,
                                const QueryDialect& dialect);

struct QueryFault {
  std::string_view code;
  std::string_view message;
  int status = 400;
  bool by_sender = true;
};
core::HttpResponse query_error_answer(const QueryFault& fault, const QueryDialect& dialect);

}  // namespace server::protocol
