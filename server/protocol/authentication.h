#pragma once

#include "core/http_message.h"

namespace server::protocol {

// A request of a JSON protocol must look signed (SigV4, in the header or the query); the signature
// itself may be anything. Throws ApiError with AWS's text.
void check_authentication(const core::HttpRequest& request);

}  // namespace server::protocol
