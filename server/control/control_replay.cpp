#include "core/api_error.h"
#include "lambda-host/functions/function_registry.h"
#include "server/control/endpoints.h"
#include "server/control/replay.h"

#include <optional>
#include <variant>

namespace server::control {
namespace {

constexpr std::size_t kDefaultBatchSize = 100;
constexpr std::size_t kMaxBatchSize = 10'000;

// What a worker made of the body.
using Cut = std::variant<std::deque<std::string>, core::ApiError>;

Cut cut(std::string_view ndjson, std::size_t batch_size) {
  try {
    return replay_events(ndjson, batch_size);
  } catch (const core::ApiError& error) {
    return error;
  }
}

void go_on(const std::shared_ptr<Replay>& replay, Cut cut) {
  if (const auto* error = std::get_if<core::ApiError>(&cut)) {
    return replay->reply(error_response(*error));
  }
  replay->start(std::get<std::deque<std::string>>(std::move(cut)));
}

}  // namespace

void replay(const ControlParts& parts, const Call& call, const core::HttpReply& reply) {
  refuse_unknown(call.query, {"batch_size"});
  require_one_scope(call);
  const std::size_t batch_size =
      find_whole(call.query, "batch_size", 1, kMaxBatchSize).value_or(kDefaultBatchSize);
  const auto function = lambda_host::parse_function_reference(call.parameters.front(), call.scope,
                                                              lambda_host::NameShape::namespaced);
  parts.services.functions.require(
      function.scope, function.name,
      function.qualifier.empty() ? lambda_host::kLatestVersion : function.qualifier);
  const auto replay =
      std::make_shared<Replay>(parts.services.invoker, parts.replays, function, reply);
  if (call.request.peer) call.request.peer->on_gone([replay] { replay->stop(); });
  const auto result = std::make_shared<std::optional<Cut>>();
  parts.services.run_on_worker(
      [body = call.text, batch_size, result] { *result = cut(body.view(), batch_size); },
      [replay, result] { go_on(replay, **std::move(result)); });
}

}  // namespace server::control
