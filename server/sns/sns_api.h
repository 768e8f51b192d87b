#pragma once

#include "core/http_message.h"
#include "server/services.h"
#include "server/sns/sns_error.h"
#include "server/sns/topic_store.h"

// SNS in the query protocol: a form, or a query, with an Action; answers are XML.
namespace server::sns {

// Whether the request has an Action and a credential for SNS.
bool serves(const core::HttpRequest& request);

// A whole answer that says what is wrong.
core::HttpResponse error_answer(const SnsError& error);

void serve_sns(core::HttpRequest request, TopicStore& topics, Services& services,
               core::HttpReply reply);

}  // namespace server::sns
