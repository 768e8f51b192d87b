#include "core/digest.h"
#include "server/operations/items/canonical_json.h"
#include "server/operations/items/transaction_operations.h"
#include "server/operations/items/transaction_run.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace server::operations {
namespace {

// What the body says by itself.
struct ReadTransaction {
  std::vector<TransactionAction> actions;
  std::string fingerprint;  // where there is a token
};

ReadTransaction read_transaction(const core::json::Object& body) {
  const auto items = *body.find("TransactItems");
  ReadTransaction read{read_actions(items.array()), {}};
  if (body.find("ClientRequestToken")) read.fingerprint = core::sha256(canonical_json(items));
  return read;
}

}  // namespace

std::shared_ptr<void> read_transact_write_items(const core::json::Object& body) {
  return std::make_shared<ReadTransaction>(read_transaction(body));
}

void transact_write_items(const Request& request, Services& services, Reply reply) {
  ReadTransaction read = take_read(request, [&] { return read_transaction(request.body); });
  Transaction transaction;
  transaction.scope = request.scope;
  transaction.actions = std::move(read.actions);
  transaction.requests = resolve_actions(transaction.actions, request.scope, services);
  transaction.parameters = read_answer_parameters(request.body);
  if (const auto token = request.body.find("ClientRequestToken")) {
    transaction.token = token->string();
    transaction.fingerprint = std::move(read.fingerprint);
  }
  transaction.reply = std::move(reply);
  run_transaction(std::move(transaction), services);
}

}  // namespace server::operations
