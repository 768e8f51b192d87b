#include "server/lambda_api/answer.h"

#include "core/api_error.h"
#include "server/protocol/error_response.h"

#include <spdlog/spdlog.h>

namespace server::lambda_api {

core::HttpResponse error_answer(const std::exception_ptr& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const core::ApiError& error) {
    return protocol::rest_error(error);
  } catch (const std::exception& error) {
    spdlog::error("Lambda API: {}", error.what());
    return protocol::rest_error(core::ApiError(core::ErrorCode::internal, "Internal server error"));
  }
}

void answer_with(const core::HttpReply& reply, const std::function<core::HttpResponse()>& make) {
  core::HttpResponse response;
  try {
    response = make();
  } catch (const std::exception&) {
    response = error_answer(std::current_exception());
  }
  reply(std::move(response));
}

}  // namespace server::lambda_api
