#pragma once

#include "core/http_message.h"
#include "server/s3/object_store.h"
#include "server/s3/s3_error.h"
#include "server/services.h"

#include <cstddef>

// S3's REST API over XML: buckets and objects.
namespace server::s3 {

// Whether the request's credential is for S3: paths don't tell, a bucket may have any. So requests
// that aren't signed, by a header or a presigned URL, are never S3's.
bool serves(const core::HttpRequest& request);

// How large an object may be here (5 GB on AWS): a body is held in memory.
inline constexpr std::size_t kMaxObjectBytes = 64UL << 20;
// How large the body of a request with this head may be: an object's, or an XML document's.
std::size_t max_body_bytes(const core::HttpRequest& head);

// A whole answer that says what is wrong.
core::HttpResponse error_answer(const S3Error& error);

void serve_s3(core::HttpRequest request, ObjectStore& store, const Services& services,
              core::HttpReply reply);

}  // namespace server::s3
