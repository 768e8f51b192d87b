#pragma once

#include "core/http_message.h"
#include "server/faults/fault.h"
#include "server/named_call.h"

#include <string>

namespace server {

// AWS's text for the error, as it speaks of the request. A cancelled transaction has reasons for
// all of its actions.
std::string fault_text(const faults::OperationFault& fault, const faults::CallView& call);

// What the client gets for a fault that has an error, in the protocol in which it asked.
core::HttpResponse fault_answer(const faults::OperationFault& fault, const faults::CallView& call,
                                const core::HttpRequest& request, bool as_query);

}  // namespace server
