#pragma once

#include "core/http_message.h"
#include "core/names.h"

#include <optional>
#include <string>
#include <string_view>

namespace server::protocol {

// Whose resources the request is about, from its SigV4 credential, AKID/DATE/REGION/SERVICE/
// aws4_request, in the Authorization header or the query: the region, and an access key id of
// twelve digits as the account. The signature itself isn't checked. Throws ApiError when the region
// isn't the name of one.
core::Scope request_scope(const core::HttpRequest& request, const core::Scope& fallback);

// The service of that credential, "s3": by it clients of different protocols are told apart. Empty
// when the request isn't signed, or ill.
std::string signed_service(const core::HttpRequest& request);

// Whether the request is signed at all, in a header or in the query.
bool is_signed(const core::HttpRequest& request);

}  // namespace server::protocol
