#include "server/operations/items/transaction_run.h"

#include "core/dynamodb_texts.h"
#include "server/operations/items/capacity_list.h"
#include "server/operations/items/collection_metrics.h"
#include "server/operations/items/idempotency.h"
#include "server/operations/items/items_answer.h"
#include "storage/item_codec.h"

#include <memory>
#include <utility>

namespace server::operations {
namespace {

using TransactionPtr = std::shared_ptr<Transaction>;

CancellationReason reason_of(const TransactionAction& action, storage::WriteResult& result) {
  if (result.error) return validation_reason(result.error->message());
  if (!result.condition_failed) return {};
  if (action.inserts) return {"DuplicateItem", core::dynamodb_texts::kDuplicateItem, {}};
  CancellationReason reason{"ConditionalCheckFailed", core::dynamodb_texts::kConditionFailed, {}};
  if (action.returns_item_on_failure) reason.item = std::move(result.previous);
  return reason;
}

// What refused the transaction.
struct Refusal {
  std::optional<core::ApiError> error;      // the whole of it
  std::vector<CancellationReason> reasons;  // of each action, unless there is an error
  std::size_t item_bytes = 0;               // of the items in them
};

// nullopt: nothing did. Otherwise the results are of no more use.
std::optional<Refusal> find_refusal(const Transaction& transaction,
                                    std::vector<storage::WriteResult>& results) {
  Refusal refusal;
  for (std::size_t i = 0; i < results.size(); ++i) {
    if (results[i].error && results[i].error->code() != core::ErrorCode::validation) {
      refusal.error = results[i].error;
      return refusal;
    }
    refusal.reasons.push_back(reason_of(transaction.actions[i], results[i]));
    if (refusal.reasons.back().item) refusal.item_bytes += results[i].previous_size_bytes;
  }
  if (!cancels(refusal.reasons)) return std::nullopt;
  return refusal;
}

void reply_refused(const Transaction& transaction, Refusal refusal, Services& services) {
  if (refusal.error) return transaction.reply(*refusal.error);
  const auto reasons =
      std::make_shared<std::vector<CancellationReason>>(std::move(refusal.reasons));
  const auto make = [reasons] {
    Answer answer = transaction_canceled(*reasons);
    reasons->clear();
    return answer;
  };
  answer_with_items(refusal.item_bytes, make, services, transaction.reply);
}

std::string answer(const Transaction& transaction, const CapacityList& capacities,
                   CapacityKind kind) {
  core::json::Writer writer;
  writer.begin_object();
  if (transaction.shows_responses) writer.key("Responses").begin_array().end_array();
  if (transaction.parameters.capacity != CapacityDetail::none) {
    writer.key("ConsumedCapacity");
    capacities.write(writer, transaction.parameters.capacity, kind);
  }
  CollectionMetrics metrics;
  if (transaction.parameters.collection_metrics) {
    for (const TransactionAction& action : transaction.actions) {
      if (std::holds_alternative<core::ConditionCheck>(action.write)) continue;
      metrics.add(action.table->definition, action.key);
    }
  }
  if (!metrics.empty()) {
    writer.key("ItemCollectionMetrics");
    metrics.write(writer);
  }
  return writer.end_object().take();
}

// What it cost, items are compared for: not where nobody asks.
CapacityList written_cost(const Transaction& transaction,
                          const std::vector<storage::WriteResult>& results) {
  CapacityList capacities;
  if (transaction.parameters.capacity == CapacityDetail::none) return capacities;
  for (std::size_t i = 0; i < results.size(); ++i) {
    const core::TableDefinition& table = transaction.actions[i].table->definition;
    ConsumedCapacity capacity = write_cost(table, results[i]);
    capacity.multiply(kTransactionFactor);
    capacities.add(table.name, capacity);
  }
  return capacities;
}

// A repeated request writes nothing: it costs the reading of its items.
std::string answer_repeated(const Transaction& transaction) {
  CapacityList capacities;
  for (const storage::WriteRequest& request : transaction.requests) {
    const auto found = request.table->items.find(request.item_key);
    ConsumedCapacity capacity;
    capacity.table =
        read_units(found ? storage::stored_size_bytes(found->item) : 0, true) * kTransactionFactor;
    capacities.add(request.table->definition.name, capacity);
  }
  return answer(transaction, capacities, CapacityKind::read);
}

void submit(const TransactionPtr& transaction, Services& services) {
  services.writer.submit_atomic(
      std::move(transaction->requests),
      [transaction, &services](std::vector<storage::WriteResult> results) {
        auto refused = find_refusal(*transaction, results);
        if (!transaction->token.empty()) {
          auto& tokens = services.transaction_tokens;
          if (refused) {
            tokens.forget(transaction->scope, transaction->token);
          } else {
            tokens.complete(transaction->scope, transaction->token, services.clock.now());
          }
        }
        if (refused) return reply_refused(*transaction, *std::move(refused), services);
        transaction->reply(
            answer(*transaction, written_cost(*transaction, results), CapacityKind::write));
      });
}

void start(const TransactionPtr& transaction, Services& services) {
  if (transaction->token.empty()) return submit(transaction, services);
  switch (services.transaction_tokens.begin(transaction->scope, transaction->token,
                                            transaction->fingerprint, services.clock.now())) {
    case TokenState::fresh: return submit(transaction, services);
    case TokenState::completed: return transaction->reply(answer_repeated(*transaction));
    case TokenState::mismatch:
      return transaction->reply(core::ApiError(core::ErrorCode::idempotent_parameter_mismatch,
                                               core::dynamodb_texts::kTokenReused));
    case TokenState::in_progress:
      // The first one is written in this turn. Behind it in the queue, it is known how that went.
      return services.writer.submit(
          [] {}, [transaction, &services](bool) { start(transaction, services); });
  }
}

}  // namespace

void run_transaction(Transaction transaction, Services& services) {
  start(std::make_shared<Transaction>(std::move(transaction)), services);
}

}  // namespace server::operations
