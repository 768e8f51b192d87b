#include "server/json_api.h"

#include "core/limits.h"
#include "server/operations/operation.h"
#include "server/protocol/authentication.h"
#include "server/protocol/content_coding.h"
#include "server/protocol/crc32.h"
#include "server/protocol/error_response.h"
#include "server/protocol/input_check.h"
#include "server/protocol/media_type.h"
#include "server/protocol/model/input_shapes.h"
#include "server/protocol/request_id.h"
#include "server/scope.h"

#include <spdlog/spdlog.h>

#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace server {
namespace {

using protocol::Service;

constexpr std::size_t kPackFromBytes = 4096;  // as AWS: smaller answers leave as they are

// How a request wants its answer.
struct AnswerForm {
  Service service;
  std::string_view media_type;
  protocol::ContentCoding coding;
};

// SDKs check the sum over the bytes as they were sent.
void add_protocol_headers(core::HttpResponse& response) {
  response.headers.reserve(response.headers.size() + 2);
  response.headers.emplace_back("x-amzn-RequestId", protocol::new_request_id());
  response.headers.emplace_back("x-amz-crc32", std::to_string(protocol::crc32(response.body)));
}

core::HttpResponse response_of(operations::Answer answer, const AnswerForm& form) {
  core::HttpResponse response;
  if (auto* body = std::get_if<std::string>(&answer)) {
    response.body = std::move(*body);
  } else {
    response = protocol::json_error(std::get<core::ApiError>(answer), form.service);
  }
  response.content_type = form.media_type;
  return response;
}

void pack(core::HttpResponse& response, protocol::ContentCoding coding) {
  response.body = protocol::encode(response.body, coding);
  response.headers.emplace_back("Content-Encoding", protocol::coding_name(coding));
}

void finish(core::HttpResponse response, const core::HttpReply& reply) {
  add_protocol_headers(response);
  reply(std::move(response));
}

// Large answers are packed on a worker thread.
void send(core::HttpResponse response, protocol::ContentCoding coding, Services& services,
          const core::HttpReply& reply) {
  constexpr std::size_t kQuickBytes = 256 * core::limits::kKilobyte;
  const std::size_t bytes = response.body.size();
  const bool packs = coding != protocol::ContentCoding::identity && bytes > kPackFromBytes;
  if (packs && bytes > kQuickBytes) {
    const auto shared = std::make_shared<core::HttpResponse>(std::move(response));
    return services.run_on_worker([shared, coding] { pack(*shared, coding); },
                                  [shared, reply] { finish(std::move(*shared), reply); });
  }
  if (packs) pack(response, coding);
  finish(std::move(response), reply);
}

core::HttpResponse too_large() {
  return {413, {}, {{"Transfer-Encoding", "chunked"}}, {}};
}

core::HttpResponse not_found() {
  core::HttpResponse response{404, {}, {}, "<UnknownOperationException/>\n"};
  add_protocol_headers(response);
  return response;
}

core::ApiError internal_error() {
  return {core::ErrorCode::internal, "Internal server error"};
}

core::json::Document parse_body(std::string body) {
  try {
    return core::json::Document::parse(std::move(body));
  } catch (const core::json::ParseError&) {
    throw core::ApiError(core::ErrorCode::serialization, "");
  }
}

struct Call {
  const operations::Operation& operation;
  const protocol::InputShape& input;
};

// Throws UnknownOperationException for a target that isn't served.
Call require_call(std::string_view target) {
  const auto* operation = operations::find_operation(target);
  const auto* input = protocol::find_input_shape(target);
  if (!operation || !input) throw core::ApiError(core::ErrorCode::unknown_operation, "");
  return {*operation, *input};
}

// What is thrown is thrown in the words of that front end.
template <class Step>
void in_words_of(core::FrontEnd front_end, Step step) {
  try {
    step();
  } catch (const core::ApiError& error) {
    throw error.in_words_of(front_end);
  }
}

// A request on its way to its operation.
struct Incoming {
  core::HttpRequest request;
  std::string_view target;  // as the request's views
  // What comes of reading it: an operation and a document that fits its input, or what is wrong.
  const operations::Operation* operation = nullptr;
  std::optional<core::json::Document> document = std::nullopt;
  std::exception_ptr failure = nullptr;
  core::FrontEnd front_end = core::FrontEnd::current;
  bool too_large = false;
};

// Unpacks, parses and checks the body, which the request no longer has then. Throws ApiError.
void read_body(Incoming& incoming) {
  core::HttpRequest& request = incoming.request;
  const auto coding = protocol::find_coding(request.headers.find("Content-Encoding").value_or(""));
  // To AWS it is its own fault when a body isn't coded as its header says.
  if (!coding) throw internal_error();
  protocol::Decoded body =
      protocol::decode(std::move(request.body), *coding, core::limits::kMaxRequestBytes);
  incoming.too_large = body.status == protocol::DecodeStatus::too_large;
  if (incoming.too_large) return;
  if (body.status == protocol::DecodeStatus::malformed) throw internal_error();
  // An empty body has no JSON either, but AWS looks at its target first.
  const bool empty = body.bytes.empty();
  auto document = parse_body(empty ? "{}" : std::move(body.bytes));
  const Call call = require_call(incoming.target);
  protocol::check_authentication(request);
  if (empty) throw core::ApiError(core::ErrorCode::serialization, "");
  incoming.front_end = protocol::check_input(document, call.input);
  incoming.operation = &call.operation;
  incoming.document = std::move(document);
}

void read(Incoming& incoming) {
  try {
    read_body(incoming);
  } catch (const std::exception&) {
    incoming.failure = std::current_exception();
  }
}

// Whether to read a body would keep the others waiting. What is packed may be a thousand times as
// large as it looks.
bool reads_long(const core::HttpRequest& request) {
  constexpr std::size_t kQuickBytes = 256 * core::limits::kKilobyte;
  constexpr std::size_t kQuickPackedBytes = 256;
  const bool packed = request.headers.find("Content-Encoding").has_value();
  return request.body.size() > (packed ? kQuickPackedBytes : kQuickBytes);
}

// How the answer goes back.
struct Answerer {
  AnswerForm form;
  Services& services;
  core::HttpReply reply;

  void operator()(operations::Answer answer) const {
    send(response_of(std::move(answer), form), form.coding, services, reply);
  }
};

void run(const Incoming& incoming, const Answerer& answer) {
  if (incoming.failure) std::rethrow_exception(incoming.failure);
  const operations::Operation& operation = *incoming.operation;
  const operations::Request input{
      incoming.document->root().object(), scope_of(incoming.request, answer.services.settings),
      incoming.request.headers.find("Host").value_or("localhost"), incoming.request.peer};
  in_words_of(incoming.front_end, [&] {
    if (operation.start) return operation.start(input, answer.services, answer);
    answer(operation.answer(input, answer.services));
  });
}

void serve(const Incoming& incoming, const Answerer& answer) {
  if (incoming.too_large) return answer.reply(too_large());
  try {
    run(incoming, answer);
  } catch (const core::ApiError& error) {
    answer(error);
  } catch (const std::exception& error) {
    spdlog::error("{}: {}", incoming.target, error.what());
    answer(internal_error());
  }
}

}  // namespace

void serve_json_api(core::HttpRequest request, Services& services, core::HttpReply reply) {
  if (request.body_too_large) return reply(too_large());
  const std::string_view target = request.headers.find("X-Amz-Target").value_or("");
  const Service service = protocol::service_of(target);
  const auto media_type = protocol::answer_media_type(
      request.headers.find("Content-Type").value_or(""), !request.body.empty(), service);
  if (request.method != "POST" || !media_type) return reply(not_found());
  const auto coding =
      protocol::preferred_coding(request.headers.find("Accept-Encoding").value_or(""));
  Answerer answer{
      {service, *media_type, coding},
      services, std::move(reply)
  };
  const bool long_read = reads_long(request);
  Incoming incoming{std::move(request), target};
  if (!long_read) {
    read(incoming);
    return serve(incoming, answer);
  }
  const auto shared = std::make_shared<Incoming>(std::move(incoming));
  services.run_on_worker([shared] { read(*shared); },
                         [shared, answer = std::move(answer)] { serve(*shared, answer); });
}

}  // namespace server
