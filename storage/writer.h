#pragma once

#include "core/api_error.h"
#include "core/clock.h"
#include "core/item_write.h"
#include "storage/catalog.h"
#include "storage/change_table.h"

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

// The only way to write. Writes that arrive in one turn of the event loop are queued and applied in
// order inside one transaction; at the turn's end it commits, hands the change records to the
// listener, and calls the completions. So the commit's cost is shared by all who came. While others
// come, a turn goes on for some more looks at the sockets. A turn that has looked through and
// written enough ends, and what is queued behind that goes on in the next one: so nobody else waits
// for the sum of what all writers brought.
//
// All on the engine thread. A completion may submit again: that is the next turn's.
namespace storage {

// Told of committed change records, in commit order, before the writes' completions run.
class CommitListener {
 public:
  virtual ~CommitListener() = default;
  virtual void committed(std::vector<ChangeRecord> records) = 0;
};

// One item's write. The table must outlive it: dropping a table ends the turn first (transact).
struct WriteRequest {
  Table* table = nullptr;
  std::string item_key;  // encode_key of the table's key
  core::Item key;        // the key attributes; may stay empty for a PutItem
  core::ItemWrite write;
  bool expired = false;         // a time-to-live delete: the record says so
  bool wants_previous = false;  // WriteResult::previous is needed
};

struct WriteResult {
  bool refused() const { return error || condition_failed; }

  std::optional<core::ApiError> error;  // apply refused, or the commit failed: nothing was written
  bool condition_failed = false;
  // The item before, when the write or the caller looked at it and there was one.
  std::optional<core::Item> previous;
  // The item after, when there is one. A condition that held, and what else keeps the item as it
  // is, has neither.
  std::optional<core::Item> current;
  std::size_t previous_size_bytes = 0;  // 0: there was none
  std::size_t current_size_bytes = 0;
};

class Writer {
 public:
  using Done = std::function<void(WriteResult)>;
  using GroupDone = std::function<void(std::vector<WriteResult>)>;
  // Runs a function at the end of this round of the event loop.
  using Defer = std::function<void(std::function<void()>)>;

  // A turn ends behind the task with which it has done this much. Counted are the items before and
  // after each write, and what its conditions looked through (expressions/effort.h).
  static constexpr std::size_t kMaxTurnBytes = std::size_t{8} << 20;
  // Or with this many values of such items, or this many writes: each takes its time. A transaction
  // counts each of its own, and a write each entry of an index that it changes.
  static constexpr std::size_t kMaxTurnValues = 400'000;
  static constexpr std::size_t kMaxTurnWrites = 2'000;

  Writer(sqlite::Connection& connection, Catalog& catalog, const core::Clock& clock, Defer defer);

  // The listener must outlive the Writer's last turn.
  void set_listener(CommitListener& listener) { listener_ = &listener; }

  void submit(WriteRequest request, Done done);

  // All or nothing: if one condition fails or one write is refused, none is written. The items must
  // be different ones.
  void submit_atomic(std::vector<WriteRequest> requests, GroupDone done);

  // Work of other kinds in this turn's transaction (a checkpoint, a log event). It must not fail
  // but by sqlite::Error; then `done`, which may be empty, is called with false.
  void submit(std::function<void()> work, std::function<void(bool committed)> done);

  // Called by such work: as many bytes as this have been looked through, or take as long. They
  // count for the turn's limit.
  void count(std::size_t bytes) { turn_bytes_ += bytes; }

  // Commits what is queued, however much that is, then runs `work` in a transaction of its own.
  // What it throws rolls back, gives the sequence numbers back, and goes on to the caller. For the
  // control plane: rare, and answered on the spot. Requests come by in_order, so that little is
  // queued.
  void transact(const std::function<void()>& work);

  // How a request writes: by submit, or by transact.
  enum class Way { submits, transacts };
  // Runs what a request does when its turn comes: one that transacts when all that was queued
  // before it is written, in turns of the usual size, and one that submits behind those that
  // transact and came before it. At once, unless it has to wait.
  void in_order(Way way, std::function<void()> request);
  bool has_to_wait(Way way) const {
    return !waiting_.empty() || (way == Way::transacts && !queued_.empty());
  }
  // Whether the last turn left something to the next one. Work that nobody waits for and that
  // transacts should wait, too.
  bool is_behind() const { return is_behind_; }

  // Calls back at the end of this round of the event loop: for completions that would submit again
  // and again, since whoever transacts awaits what completions submit.
  void call_later(std::function<void()> call) { defer_(std::move(call)); }

  // Commits what is queued, in as many turns as it takes.
  void flush();

  core::SequenceNumber take_sequence() { return core::SequenceNumber(next_sequence_++); }
  // No later number will be lower. For start-up and for trimming.
  void reserve_sequences(core::SequenceNumber next);
  core::SequenceNumber next_sequence() const { return core::SequenceNumber(next_sequence_); }

 private:
  struct Single {
    WriteRequest request;
    WriteResult result;
    Done done;

    void fail();
    void complete();
  };
  struct Group {
    std::vector<WriteRequest> requests;
    std::vector<WriteResult> results;
    GroupDone done;

    void fail();
    void complete();
  };
  struct Work {
    std::function<void()> work;
    std::function<void(bool)> done;
    bool committed = false;

    void fail();
    void complete();
  };
  using Task = std::variant<Single, Group, Work>;
  // What a write comes to, before anything is written: all of a group is evaluated first.
  struct Evaluation {
    std::optional<std::int64_t> row;      // of the previous item
    std::string previous;                 // stored form
    std::optional<std::string> current;   // stored form
    core::Item* previous_item = nullptr;  // into the WriteResult; set when it was decoded
    const core::Item* current_item = nullptr;
    bool writes = false;
  };
  // A table of the turn, and what will be counted of it once it is committed.
  struct Touched {
    Table* table = nullptr;
    Statistics statistics;
    std::vector<Statistics> indexes;  // by the table's order
    // Its first write since somebody awaits a copy of it: where that moment is in the history,
    // which begins with this write if there was none.
    std::optional<HistoryPosition> moment = {};
    std::optional<HistoryTable> history = {};
  };

  // A request that in_order has let wait.
  struct Waiting {
    Way way;
    std::function<void()> request;
  };

  void enqueue(Task task);
  void run_waiting();
  void let_turn_end();
  void let_others_first();
  void end_turn();
  // Whether it left something to the next turn.
  bool commit_turn();
  void run_tasks(std::vector<Task>& tasks);
  void leave_to_next_turn(std::vector<Task>& tasks, std::size_t first);
  void settle_tables();
  void run(Task& task);
  void run(Single& single);
  void run(Group& group);
  core::Item* read_previous(const WriteRequest& request, std::string_view stored,
                            WriteResult& result);
  Evaluation look_up(const WriteRequest& request, WriteResult& result);
  void evaluate(WriteRequest& request, Evaluation& evaluation, WriteResult& result,
                core::expressions::Effort& effort);
  void perform(const WriteRequest& request, const Evaluation& evaluation);
  void count_item(std::string_view stored);
  bool has_done_enough() const;
  Touched& touch(Table& table);
  void write_indexes(const WriteRequest& request, const Evaluation& evaluation, std::int64_t row,
                     Touched& touched);
  void note_awaited_moment(Touched& touched);
  void write_history(HistoryTable& history, const WriteRequest& request,
                     const Evaluation& evaluation);
  void write_expiry(const WriteRequest& request, const Evaluation& evaluation, std::int64_t row);
  void append_change(const WriteRequest& request, const Evaluation& evaluation);
  void store_statistics();

  sqlite::Connection& connection_;
  Catalog& catalog_;
  const core::Clock& clock_;
  Defer defer_;
  ChangeTable changes_;
  CommitListener* listener_ = nullptr;
  std::uint64_t next_sequence_ = 1;

  std::vector<Task> queued_;
  std::uint64_t enqueued_ = 0;  // how many tasks ever were
  std::uint64_t written_ = 0;
  std::deque<Waiting> waiting_;
  std::uint64_t awaited_ = 0;  // how many tasks must be written before the first of them
  bool is_behind_ = false;
  bool turn_ends_ = false;     // end_turn will be called
  int looks_ = 0;              // how often the turn could have ended, and went on
  std::size_t looked_at_ = 0;  // how many tasks there were the last time
  std::size_t last_turn_ = 0;  // how many tasks it had
  // Of the turn that is being written.
  std::size_t turn_bytes_ = 0;   // see kMaxTurnBytes
  std::size_t turn_values_ = 0;  // see kMaxTurnValues
  std::size_t turn_writes_ = 0;  // see kMaxTurnWrites
  core::WallTime now_;           // when its change records are made
  std::vector<ChangeRecord> records_;
  std::vector<Touched> touched_;
};

}  // namespace storage
