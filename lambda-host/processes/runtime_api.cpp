#include "lambda-host/processes/runtime_api.h"

#include "core/json/value.h"
#include "core/json/writer.h"
#include "core/utf8.h"
#include "lambda-host/invoker.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace lambda_host {
namespace {

using core::HttpReply;
using core::HttpRequest;
using core::HttpResponse;

constexpr std::string_view kApiVersion = "/2018-06-01";
constexpr std::string_view kInvocation = "/runtime/invocation/";
constexpr std::size_t kMaxErrorTypeLength = 256;

HttpResponse json_response(int status, std::string body) {
  return {status, "application/json", {}, std::move(body)};
}

HttpResponse error_response(int status, std::string_view message, std::string_view type) {
  core::json::Writer writer;
  writer.begin_object().member("errorMessage", message).member("errorType", type).end_object();
  return json_response(status, writer.take());
}

HttpResponse accepted() {
  return json_response(202, R"({"status":"OK"})");
}

HttpResponse not_found() {
  return {404, "text/plain", {}, "404 page not found\n"};
}

HttpResponse invocation_response(RuntimeInvocation invocation) {
  HttpResponse response{200, "application/json", {}, {}};
  const auto add = [&](const char* name, std::string value) {
    response.headers.emplace_back(name, std::move(value));
  };
  add("Lambda-Runtime-Aws-Request-Id", std::move(invocation.request_id));
  add("Lambda-Runtime-Deadline-Ms", std::to_string(invocation.deadline_milliseconds));
  add("Lambda-Runtime-Invoked-Function-Arn", std::move(invocation.function_arn));
  add("Lambda-Runtime-Trace-Id", std::move(invocation.trace_id));
  if (!invocation.client_context.empty()) {
    add("Lambda-Runtime-Client-Context", std::move(invocation.client_context));
  }
  response.body = std::move(invocation.payload);
  return response;
}

// The error's own type counts where the header has none of the reserved form.
std::string body_error_type(const std::string& body) {
  try {
    const auto document = core::json::Document::parse(body);
    if (!document.root().is(core::json::Kind::object)) return {};
    const auto type = document.root().object().find("errorType");
    if (type && type->is(core::json::Kind::string)) return std::string(type->string());
  } catch (const core::json::ParseError&) {
    // A handler may send what it likes; it reaches the caller as it is.
  }
  return {};
}

bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

// As it may stand in a line of the log and in JSON, whatever a handler made of it.
std::string plain(std::string_view type) {
  std::string text = core::to_utf8(type);
  std::replace_if(text.begin(), text.end(), is_control, ' ');
  text.resize(core::utf8_cut(text, kMaxErrorTypeLength));
  return text;
}

std::string error_type(const HttpRequest& request) {
  const auto header = request.headers.find("Lambda-Runtime-Function-Error-Type");
  const std::string type =
      plain(header && (header->starts_with("Runtime.") || header->starts_with("Function."))
                ? std::string(*header)
                : body_error_type(request.body));
  return type.empty() ? "Runtime.Unknown" : type;
}

std::string_view without_query(std::string_view target) {
  return target.substr(0, target.find('?'));
}

}  // namespace

RuntimeApi::~RuntimeApi() {
  if (waiting_) waiting_(error_response(503, "The process is shut down", "Runtime.Shutdown"));
}

void RuntimeApi::handle(HttpRequest request, HttpReply reply) {
  std::string_view path = without_query(request.target);
  const bool get = request.method == "GET";
  if (get && path == "/ping") return reply({200, "text/plain", {}, "pong"});
  if (!path.starts_with(kApiVersion)) return reply(not_found());
  path.remove_prefix(kApiVersion.size());
  if (get && path == "/ping") return reply({200, "text/plain", {}, "pong"});
  if (get && path == "/runtime/invocation/next") return next(std::move(reply));
  if (request.method != "POST") return reply(not_found());
  if (path == "/runtime/init/error") return init_error(std::move(request), reply);
  if (!path.starts_with(kInvocation)) return reply(not_found());
  path.remove_prefix(kInvocation.size());
  const auto slash = path.find('/');
  const std::string_view action = slash == path.npos ? path : path.substr(slash);
  if (action != "/response" && action != "/error") return reply(not_found());
  end_invocation(path.substr(0, slash), action == "/error", std::move(request), reply);
}

bool RuntimeApi::allowed(State from, std::string_view to, const HttpReply& reply) const {
  if (state_ == from) return true;
  constexpr const char* kStateNames[] = {"Started", "InitError", "Ready", "Running",
                                         "RuntimeResponseSent"};
  reply(error_response(
      403,
      fmt::format("State transition from {} to {} failed for runtime. Error: State transition is "
                  "not allowed",
                  kStateNames[static_cast<std::size_t>(state_)], to),
      "InvalidStateTransition"));
  return false;
}

void RuntimeApi::next(HttpReply reply) {
  // A client that lost its connection asks once more; the older request goes unheard.
  const bool again = state_ == State::ready;
  if (!again && state_ != State::started && !allowed(State::responded, "Ready", reply)) return;
  if (again) {
    std::exchange(waiting_, std::move(reply))(error_response(
        403, "Another request for the next invocation came", "InvalidStateTransition"));
    return;
  }
  waiting_ = std::move(reply);
  state_ = State::ready;
  listener_.on_ready();
}

void RuntimeApi::deliver(RuntimeInvocation invocation) {
  state_ = State::running;
  request_id_ = invocation.request_id;
  std::exchange(waiting_, nullptr)(invocation_response(std::move(invocation)));
}

void RuntimeApi::init_error(HttpRequest request, const HttpReply& reply) {
  if (!allowed(State::started, "InitError", reply)) return;
  state_ = State::init_failed;
  std::string type = error_type(request);
  reply(accepted());
  listener_.on_init_error(std::move(request.body), std::move(type));
}

void RuntimeApi::end_invocation(std::string_view request_id, bool failed, HttpRequest request,
                                const HttpReply& reply) {
  if (request_id_.empty() || request_id != request_id_) {
    return reply(error_response(400, "Invalid request ID", "InvalidRequestID"));
  }
  const char* to = failed ? "InvocationErrorResponse" : "InvocationResponse";
  if (!allowed(State::running, to, reply)) return;
  state_ = State::responded;
  if (request.body_too_large || request.body.size() > kMaxResponseBytes) {
    reply(error_response(
        413, fmt::format("Exceeded maximum allowed payload size ({} bytes).", kMaxResponseBytes),
        "RequestEntityTooLarge"));
    return listener_.on_error(
        fmt::format(R"({{"errorMessage":"Response payload size exceeded maximum allowed payload )"
                    R"(size ({} bytes).","errorType":"Function.ResponseSizeTooLarge"}})",
                    kMaxResponseBytes),
        "Function.ResponseSizeTooLarge");
  }
  std::string type = failed ? error_type(request) : std::string();
  reply(accepted());
  if (failed) return listener_.on_error(std::move(request.body), std::move(type));
  listener_.on_response(std::move(request.body));
}

}  // namespace lambda_host
