#pragma once

#include "core/api_error.h"
#include "core/front_end.h"
#include "core/http_message.h"
#include "core/json/value.h"
#include "server/handler_writes.h"
#include "server/operations/operation.h"
#include "server/protocol/model/input_shapes.h"
#include "server/scope.h"
#include "server/services.h"

#include <spdlog/spdlog.h>

#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

// A request on its way to its operation, whichever protocol it came in: read on the engine thread
// or, if that takes long, on a worker; then run, and answered.
namespace server {

struct Incoming {
  core::HttpRequest request;
  std::string_view target;  // "DynamoDB_20120810.GetItem"; lives as long as the request
  // What comes of reading it: an operation and a document that fits its input, or what is wrong.
  const operations::Operation* operation = nullptr;
  std::optional<core::json::Document> document = std::nullopt;
  std::exception_ptr failure = nullptr;
  core::FrontEnd front_end = core::FrontEnd::current;
  std::size_t unprocessed = 0;  // operations::Request::unprocessed
  // What the operation has read ahead, or what it has thrown doing that.
  std::shared_ptr<void> ahead = nullptr;
  std::exception_ptr ahead_failure = nullptr;
};
// Unpacks, parses and checks the body, which the request no longer has then. Throws ApiError.
using ReadBody = void (*)(Incoming&);

struct Call {
  const operations::Operation& operation;
  const protocol::InputShape& input;
};
// Throws UnknownOperationException for a target that isn't served.
Call require_call(std::string_view target);

// The body, unpacked. Throws a RequestEntityTooLargeException when it is larger than a request's.
std::string take_body(core::HttpRequest& request);

core::ApiError internal_error();
// --memory-budget has no room for the body.
core::ApiError no_room();

// Whether to read a body would keep the others waiting. What is packed may be a thousand times as
// large as it looks.
bool reads_long(const core::HttpRequest& request);

void read(Incoming& incoming, ReadBody read_body);

// Whether the operation itself reads so much of the body that the others would wait.
bool reads_ahead(const Incoming& incoming);
void read_ahead(Incoming& incoming);

// What is thrown is thrown in the words of that front end.
template <class Step>
void in_words_of(core::FrontEnd front_end, Step step) {
  try {
    step();
  } catch (const core::ApiError& error) {
    throw error.in_words_of(front_end);
  }
}

template <class Answerer>
void run(const Incoming& incoming, Services& services, const Answerer& answer) {
  if (incoming.failure) std::rethrow_exception(incoming.failure);
  const operations::Operation& operation = *incoming.operation;
  const operations::Request input{incoming.document->root().object(),
                                  scope_of(incoming.request, services.settings),
                                  incoming.request.headers.find("Host").value_or("localhost"),
                                  incoming.request.peer,
                                  incoming.unprocessed,
                                  incoming.document->text_bytes(),
                                  incoming.ahead};
  if (const auto token = incoming.request.headers.find("X-Amz-Security-Token")) {
    note_handler_write(*token, incoming.target, input, services);
  }
  in_words_of(incoming.front_end, [&] {
    if (incoming.ahead_failure) std::rethrow_exception(incoming.ahead_failure);
    if (operation.start) return operation.start(input, services, answer);
    answer(operation.answer(input, services));
  });
}

// Calls answer(operations::Answer) once. It is copied where the operation answers later.
template <class Answerer>
void run_and_answer(const Incoming& incoming, Services& services, const Answerer& answer) {
  try {
    run(incoming, services, answer);
  } catch (const core::ApiError& error) {
    answer(error);
  } catch (const std::exception& error) {
    spdlog::error("{}: {}", incoming.target, error.what());
    answer(internal_error());
  }
}

// How it has to wait for others that write; nullopt: not at all.
std::optional<storage::Writer::Way> way_to_wait(const Incoming& incoming, const Services& services);

template <class Answerer>
void read_and_run(const std::shared_ptr<Incoming>& incoming, Services& services, Answerer answer) {
  if (!reads_ahead(*incoming)) return run_and_answer(*incoming, services, answer);
  services.run_on_worker([incoming] { read_ahead(*incoming); },
                         [incoming, &services, answer = std::move(answer)] {
                           run_and_answer(*incoming, services, answer);
                         });
}

// Once all that came before it is written, if it needs that. What it reads ahead, which takes more
// memory than the body, isn't there while it waits.
template <class Answerer>
void run_in_order(const std::shared_ptr<Incoming>& incoming, Services& services, Answerer answer) {
  const auto way = way_to_wait(*incoming, services);
  if (!way) return read_and_run(incoming, services, std::move(answer));
  services.writer.in_order(*way, [incoming, &services, answer = std::move(answer)] {
    read_and_run(incoming, services, answer);
  });
}

template <class Answerer>
void serve_call(Incoming incoming, ReadBody read_body, Services& services, Answerer answer) {
  if (!reads_long(incoming.request)) {
    read(incoming, read_body);
    const bool at_once = !way_to_wait(incoming, services) && !reads_ahead(incoming);
    if (at_once) return run_and_answer(incoming, services, answer);
    return run_in_order(std::make_shared<Incoming>(std::move(incoming)), services,
                        std::move(answer));
  }
  const auto shared = std::make_shared<Incoming>(std::move(incoming));
  services.run_on_worker(
      [shared, read_body] { read(*shared, read_body); },
      [shared, &services, answer = std::move(answer)] { run_in_order(shared, services, answer); });
}

}  // namespace server
