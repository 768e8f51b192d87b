#pragma once

#include "core/http_message.h"
#include "server/services.h"

namespace server::sts {

// AWS's Security Token Service, as far as clients ask it who they are before they do anything else.
// It speaks the query protocol (a form, or a query, with an Action) and answers in XML.

// Whether the request speaks the query protocol: on the path "/", with an Action.
bool serves(const core::HttpRequest& request);

// Answers GetCallerIdentity: the account of the request's scope, and an IAM user of it that is
// always the same. Any other action, or version, is refused in the XML of STS.
core::HttpResponse answer(const core::HttpRequest& request, const Settings& settings);

}  // namespace server::sts
