#include "core/digest.h"
#include "server/operations/items/canonical_json.h"
#include "server/operations/items/transaction_operations.h"
#include "server/operations/items/transaction_run.h"

#include <utility>

namespace server::operations {

void transact_write_items(const Request& request, Services& services, Reply reply) {
  const auto items = *request.body.find("TransactItems");
  Transaction transaction;
  transaction.scope = request.scope;
  transaction.actions = read_actions(items.array());
  transaction.requests = resolve_actions(transaction.actions, request.scope, services);
  transaction.parameters = read_answer_parameters(request.body);
  if (const auto token = request.body.find("ClientRequestToken")) {
    transaction.token = token->string();
    transaction.fingerprint = core::sha256(canonical_json(items));
  }
  transaction.reply = std::move(reply);
  run_transaction(std::move(transaction), services);
}

}  // namespace server::operations
