#include "storage/async_invocation_table.h"

namespace storage {

AsyncInvocationTable::AsyncInvocationTable(sqlite::Connection& connection)
    : load_all_(connection.prepare("SELECT id, account, region, function, qualifier, queued_at, "
                                   "tried_at, attempts, ended FROM async_invocation ORDER BY id")),
      content_(connection.prepare(
          "SELECT function_arn, request_id, client_context, payload, trace_header, outcome "
          "FROM async_invocation_content JOIN async_invocation USING (id) WHERE id = ?")),
      insert_state_(connection.prepare(
          "INSERT INTO async_invocation (id, account, region, function, qualifier, queued_at) "
          "VALUES (?, ?, ?, ?, ?, ?)")),
      insert_content_(
          connection.prepare("INSERT INTO async_invocation_content VALUES (?, ?, ?, ?, ?, ?)")),
      update_(connection.prepare("UPDATE async_invocation SET tried_at = ?, attempts = ?, "
                                 "ended = ?, outcome = ? WHERE id = ?")),
      erase_state_(connection.prepare("DELETE FROM async_invocation WHERE id = ?")),
      erase_content_(connection.prepare("DELETE FROM async_invocation_content WHERE id = ?")) {}

std::vector<AsyncInvocationState> AsyncInvocationTable::load_all() {
  auto run = load_all_.run();
  std::vector<AsyncInvocationState> all;
  while (run.next()) {
    AsyncInvocationState state;
    state.id = run.whole(0);
    state.scope = {core::AccountId(std::string(run.text(1))),
                   core::Region(std::string(run.text(2)))};
    state.function = run.text(3);
    state.qualifier = run.text(4);
    state.queued_at = run.whole(5);
    state.tried_at = run.whole(6);
    state.attempts = run.whole(7);
    state.ended = run.whole(8) != 0;
    all.push_back(std::move(state));
  }
  return all;
}

AsyncInvocationContent AsyncInvocationTable::content(std::int64_t id) {
  auto run = content_.run();
  run.bind(1, id);
  run.next();
  return {std::string(run.text(0)), std::string(run.text(1)), std::string(run.text(2)),
          std::string(run.text(3)), std::string(run.text(4)), std::string(run.text(5))};
}

void AsyncInvocationTable::insert(const AsyncInvocationState& state,
                                  const AsyncInvocationContent& content) {
  insert_state_.run()
      .bind(1, state.id)
      .bind_text(2, state.scope.account.get())
      .bind_text(3, state.scope.region.get())
      .bind_text(4, state.function)
      .bind_text(5, state.qualifier)
      .bind(6, state.queued_at)
      .execute();
  insert_content_.run()
      .bind(1, state.id)
      .bind_text(2, content.function_arn)
      .bind_text(3, content.request_id)
      .bind_text(4, content.client_context)
      .bind_text(5, content.payload)
      .bind_text(6, content.trace_header)
      .execute();
}

void AsyncInvocationTable::update(const AsyncInvocationState& state, std::string_view outcome) {
  update_.run()
      .bind(1, state.tried_at)
      .bind(2, state.attempts)
      .bind(3, state.ended ? 1 : 0)
      .bind_text(4, outcome)
      .bind(5, state.id)
      .execute();
}

void AsyncInvocationTable::erase(std::int64_t id) {
  erase_content_.run().bind(1, id).execute();
  erase_state_.run().bind(1, id).execute();
}

}  // namespace storage
