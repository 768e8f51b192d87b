#pragma once

#include "server/protocol/error_response.h"

#include <optional>
#include <string_view>

namespace server::protocol {

// The media type in which a request of a JSON protocol is answered: its own, without parameters, as
// a view of a constant. nullopt when the service doesn't take that type; a request without a body
// may have any, and its answer is plain application/json [AWS].
std::optional<std::string_view> answer_media_type(std::string_view content_type, bool has_body,
                                                  Service service);

}  // namespace server::protocol
