#pragma once

#include "core/http_message.h"

#include <exception>
#include <functional>
#include <string_view>

namespace server::lambda_api {

constexpr std::string_view kRequestIdHeader = "x-amzn-RequestId";

// What an exception means to the caller: an ApiError as it is, anything else a ServiceException
// that goes to the log.
core::HttpResponse error_answer(const std::exception_ptr& failure);

// Replies with what `make` returns, or with the error that it throws: for what an operation does
// after its function has returned.
void answer_with(const core::HttpReply& reply, const std::function<core::HttpResponse()>& make);

}  // namespace server::lambda_api
