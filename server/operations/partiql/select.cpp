#include "server/operations/partiql/select.h"

#include "core/json/attribute_value_json.h"
#include "core/limits.h"
#include "server/operations/items/key_range.h"
#include "server/operations/items/start_key.h"
#include "server/operations/partiql/next_token.h"
#include "server/operations/partiql/select_plan.h"

#include <utility>

namespace server::operations {
namespace {

// What the statement reads in one request: range after range until one ends its page.
class Walk {
 public:
  Walk(const SelectPlan& plan, ReadPosition from, std::optional<std::size_t> limit)
      : plan_(plan), at_(std::move(from)), limit_(limit) {}

  // Writes the items as elements of an array; answers where to go on, if there is more.
  std::optional<ReadPosition> run(core::json::Writer& items) {
    for (; at_.range < plan_.ranges.size(); ++at_.range) {
      if (is_full()) return at_;
      Page page = read(items);
      count(page);
      if (page.last) {
        last_ = page.last;
        at_.after = std::move(page.last);
        return at_;
      }
      at_.after.reset();
    }
    return std::nullopt;
  }

  const ConsumedCapacity& capacity() const { return capacity_; }
  const std::optional<core::Item>& last() const { return last_; }

 private:
  bool is_full() const {
    return (limit_ && scanned_ >= *limit_) || bytes_ >= core::limits::kMaxPageBytes ||
           effort_bytes_ >= core::limits::kMaxPageEffortBytes;
  }

  Page read(core::json::Writer& items) const {
    const PlannedRange& range = plan_.ranges[at_.range];
    if (range.single) return read_item(plan_.source, plan_.page, range.keys.first, items);
    PageRequest request = plan_.page;
    request.range = range.keys;
    if (limit_) request.limit = *limit_ - scanned_;
    if (at_.after) {
      request.range = range_after(std::move(request.range),
                                  encode_position(plan_.source, *at_.after), request.direction);
    }
    return read_page(plan_.source, request, items);
  }

  void count(const Page& page) {
    scanned_ += page.scanned_count;
    bytes_ += page.source_bytes + page.table_bytes;
    effort_bytes_ += page.effort_bytes;
    capacity_.add(cost_of(plan_.source, page, plan_.page.consistent));
  }

  const SelectPlan& plan_;
  ReadPosition at_;
  std::optional<std::size_t> limit_;
  std::size_t scanned_ = 0;
  std::size_t bytes_ = 0;
  std::size_t effort_bytes_ = 0;
  ConsumedCapacity capacity_;
  std::optional<core::Item> last_;
};

// A position that this statement could have come to: tokens come from anywhere.
void check_position(const ReadPosition& position, const SelectPlan& plan) {
  if (position.range >= plan.ranges.size()) throw_invalid_next_token();
  if (!position.after) return;
  if (plan.ranges[position.range].single) throw_invalid_next_token();
  try {
    if (!has_position_size(plan.source, *position.after)) throw_invalid_next_token();
    check_start_part(plan.source, *position.after, KeyPart::partition);
    check_start_part(plan.source, *position.after, KeyPart::sort);
    check_start_item_key(plan.source, *position.after);
  } catch (const core::ApiError&) {
    throw_invalid_next_token();
  }
  const auto& range = plan.ranges[position.range].keys;
  if (!contains(range, encode_position(plan.source, *position.after))) throw_invalid_next_token();
}

}  // namespace

std::string select(const core::json::Object& request, const PreparedStatement& prepared) {
  const auto consistent = request.find("ConsistentRead");
  const SelectPlan plan = plan_select(prepared, consistent && consistent->boolean());
  ReadPosition from;
  if (const auto token = request.find("NextToken")) {
    from = read_next_token(token->string(), prepared);
    check_position(from, plan);
  }
  std::optional<std::size_t> limit;
  if (const auto asked = request.find("Limit")) limit = asked->integer();

  core::json::Writer writer;
  writer.begin_object().key("Items").begin_array();
  Walk walk(plan, std::move(from), limit);
  const auto next = walk.run(writer);
  writer.end_array();
  if (next) writer.member("NextToken", next_token(prepared, *next));
  if (next && walk.last()) core::json::write_item(writer.key("LastEvaluatedKey"), *walk.last());
  if (const auto detail = capacity_detail(request); detail != CapacityDetail::none) {
    writer.key("ConsumedCapacity");
    write_consumed_capacity(writer, plan.source.table.definition.name, walk.capacity(), detail);
  }
  return writer.end_object().take();
}

}  // namespace server::operations
