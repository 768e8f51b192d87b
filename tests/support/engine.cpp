#include "tests/support/engine.h"

#include "core/api_error.h"
#include "server/protocol/input_check.h"
#include "server/protocol/model/input_shapes.h"

#include <optional>
#include <stdexcept>
#include <variant>

namespace tests {
namespace {

template <class Unused>
Unused& in(std::array<std::byte, 64>& storage) {
  return *reinterpret_cast<Unused*>(storage.data());
}

const server::operations::Operation& require_operation(std::string_view name) {
  for (const char* service :
       {"", "DynamoDB_20120810.", "DynamoDBStreams_20120810.", "Logs_20140328.", "AmazonSQS."}) {
    const auto* operation = server::operations::find_operation(std::string(service).append(name));
    if (operation) return *operation;
  }
  throw std::logic_error("no operation " + std::string(name));
}

}  // namespace

Engine::Engine(storage::sqlite::Connection stored, int shards)
    : connection(std::move(stored)),
      stream_registry(connection, catalog, writer, clock, shards),
      shard_log(connection, writer.next_sequence()),
      services{{},
               clock,
               catalog,
               writer,
               backups,
               copies,
               stream_registry,
               shard_log,
               logs,
               queues,
               in<lambda_host::FunctionRegistry>(unused_),
               in<lambda_host::Invoker>(unused_),
               in<lambda_host::MappingRegistry>(unused_),
               in<lambda_host::QueueMappingRegistry>(unused_),
               [this](const std::function<void()>& work, const std::function<void()>& done) {
                 ++worker_runs;
                 work();
                 done();
               },
               transaction_tokens,
               in<lambda_host::AsyncInvocations>(unused_),
               statements} {
  writer.set_listener(shard_log);
}

Engine::~Engine() = default;

storage::sqlite::Connection Engine::new_database() {
  auto database = storage::sqlite::Connection::in_memory();
  storage::migrate(database);
  return database;
}

void Engine::run_turn() {
  while (!deferred.empty()) {
    for (const auto& end : std::exchange(deferred, {})) end();
  }
}

server::operations::Answer Engine::call(const server::operations::Operation& operation,
                                        std::string body) {
  const auto document = core::json::Document::parse(std::move(body));
  const auto* input = server::protocol::find_input_shape(operation.target);
  server::operations::Request request{document.root().object(), scope};
  auto front_end = core::FrontEnd::current;
  std::optional<server::operations::Answer> answer;
  try {
    front_end = server::protocol::check_input(document, *input);
    const auto read = server::operations::find_read_ahead(operation);
    if (reads_ahead && read) request.ahead = read(request.body);
    if (operation.answer) return operation.answer(request, services);
    operation.start(request, services,
                    [&](server::operations::Answer reply) { answer = std::move(reply); });
    run_turn();
  } catch (const core::ApiError& error) {
    return error.in_words_of(front_end);
  }
  return answer.value();
}

server::operations::Answer Engine::call(std::string_view name, std::string body) {
  return call(require_operation(name), std::move(body));
}

std::string Engine::answer(std::string_view name, std::string body) {
  auto answer = call(name, std::move(body));
  if (const auto* error = std::get_if<core::ApiError>(&answer)) throw *error;
  return std::get<std::string>(std::move(answer));
}

std::string Engine::error(std::string_view name, std::string body) {
  const auto answer = call(name, std::move(body));
  const auto* error = std::get_if<core::ApiError>(&answer);
  if (!error) return "";
  return std::string(core::error_name(error->code())) + ": " + error->message();
}

}  // namespace tests
