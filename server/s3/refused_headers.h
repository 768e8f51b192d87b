#pragma once

#include "core/http_message.h"

namespace server::s3 {

// Throws S3Error when the request asks by a header for something that Rivulet lacks: access control
// lists, tags, locks, keys, other storage classes. What is the default anyway may be asked for.
void refuse_unsupported_headers(const core::HttpHeaders& headers);

}  // namespace server::s3
