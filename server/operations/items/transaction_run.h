#pragma once

#include "server/operations/items/transaction_actions.h"
#include "server/operations/items/write_parameters.h"

#include <string>
#include <vector>

// The running of a transaction that writes, whichever operation it came by.
namespace server::operations {

// What outlives the request: the transaction until its answer.
struct Transaction {
  core::Scope scope;
  std::vector<TransactionAction> actions;
  std::vector<storage::WriteRequest> requests;  // one for each action
  WriteParameters parameters;
  bool shows_responses = false;  // an empty list of them stands in the answer
  std::string token;             // empty: none
  std::string fingerprint;       // of the request; alike for the same requests only
  Reply reply;
};

// Writes all or nothing, and replies after the commit. A request that was written before, by its
// token, is answered without.
void run_transaction(Transaction transaction, Services& services);

}  // namespace server::operations
