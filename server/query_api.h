#pragma once

#include "core/http_message.h"
#include "server/services.h"

namespace server {

// SQS in the protocol of its first years, which the AWS CLI of Debian 12 speaks: a form, or a
// query, with an Action; the answer is XML. What is asked for is brought into the JSON protocol's
// form, so that the operations are the same.

// Whether the request is for it: it has an Action, and is signed for SQS, goes to a queue's URL, or
// names the protocol's version.
bool speaks_sqs_query(const core::HttpRequest& request);

void serve_query_api(core::HttpRequest request, Services& services, core::HttpReply reply);

}  // namespace server
