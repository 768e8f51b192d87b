#include "server/protocol/input_check.h"

#include "core/api_error.h"
#include "server/protocol/constraints.h"
#include "server/protocol/deserialize.h"
#include "server/protocol/error_response.h"
#include "server/protocol/front_end.h"

namespace server::protocol {
namespace {

// An empty text counts as none (recorded answers).
bool is_missing(core::json::Object body, std::string_view name) {
  const auto value = body.find(name);
  return !value || (value->is(core::json::Kind::string) && value->string().empty());
}

void check_required(core::json::Object body, const Shape& input) {
  for (const Member& member : input.members) {
    if (member.presence == kOptional || !is_missing(body, member.name)) continue;
    throw core::ApiError(
        core::ErrorCode::missing_required_parameter,
        "The request must contain the parameter " + std::string(member.name) + ".");
  }
}

}  // namespace

core::FrontEnd check_input(const core::json::Document& body, const InputShape& input) {
  check_types(body.root(), input.shape);
  const core::FrontEnd front_end = front_end_of(body, input);
  const Service service = service_of(input.target);
  if (service == Service::sqs) {
    check_required(body.root().object(), input.shape);
    return front_end;
  }
  try {
    check_constraints(body.root(), input, front_end,
                      service == Service::logs ? core::ErrorCode::invalid_parameter
                                               : core::ErrorCode::validation);
  } catch (const core::ApiError& error) {
    throw error.in_words_of(front_end);
  }
  return front_end;
}

}  // namespace server::protocol
