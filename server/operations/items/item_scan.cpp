#include "server/operations/items/item_scan.h"

#include "core/expressions/count_terms.h"
#include "core/expressions/evaluate_condition.h"
#include "core/expressions/expression_paths.h"
#include "core/expressions/project.h"
#include "core/index_projection.h"
#include "core/item_size.h"
#include "core/json/attribute_value_json.h"
#include "core/limits.h"
#include "storage/item_codec.h"

#include <set>
#include <utility>

namespace server::operations {
namespace {

using core::expressions::count_terms;

// What is done with an item beside its bytes, in bytes that a filter looks through in that time.
constexpr std::size_t kItemEffortBytes = 50;
constexpr std::size_t kTermEffortBytes = 4;
constexpr std::size_t kValueEffortBytes = 10;
constexpr std::size_t kDecodedValueEffortBytes = 11;
constexpr std::size_t kUncountedBytes = 1024;  // of values that needn't be counted
constexpr std::size_t kCopiedAtOnce = 64;

class PageReader {
 public:
  PageReader(const ReadSource& source, const PageRequest& request, core::json::Writer& items)
      : source_(source),
        request_(request),
        items_(items),
        item_effort_bytes_(kItemEffortBytes +
                           (request.filter ? kTermEffortBytes * count_terms(*request.filter) : 0)) {
    if (!source.whole()) {
      held_ = core::projected_attributes(source.table.definition, source.index->definition);
    }
    if (request.filter) add_wanted(core::expressions::paths_of(*request.filter));
    if (request.projection) add_projected(core::expressions::paths_of(*request.projection));
  }

  // False ends the page.
  bool take(std::string_view stored) {
    ++page_.scanned_count;
    effort_bytes_ += item_effort_bytes_;
    if (source_.whole()) {
      page_.source_bytes += storage::stored_size_bytes(stored);
      show_stored(stored);
    } else {
      take_entry(stored);
    }
    if (!full()) return true;
    page_.last = position_of(source_, stored);
    return false;
  }

  Page page() {
    page_.effort_bytes = effort_bytes_;
    return std::move(page_);
  }

 private:
  // The whole item is looked through, however little of it the entry has.
  void take_entry(std::string_view stored) {
    effort_bytes_ +=
        kValueEffortBytes * storage::count_stored_values(stored) + stored.size() / kCopiedAtOnce;
    core::Item entry = storage::decode_attributes(stored, held_);
    page_.source_bytes += core::item_size_bytes(entry);
    if (!request_.whole_items) return show(std::move(entry));
    const std::size_t item_bytes = storage::stored_size_bytes(stored);
    page_.table_bytes += item_bytes;
    page_.table_units += read_units(item_bytes, request_.consistent);
    show_stored(stored);
  }

  // Only what the filter and the projection name is decoded.
  void show_stored(std::string_view stored) {
    core::Item item;
    if (!wanted_.empty()) item = decode_wanted(stored);
    if (!counts(item)) return;
    if (request_.projection) return show_parts(std::move(item));
    storage::write_stored_item(items_, stored);
  }

  core::Item decode_wanted(std::string_view stored) {
    core::Item item = storage::decode_attributes(stored, wanted_);
    if (stored.size() > kUncountedBytes) {
      effort_bytes_ += kDecodedValueEffortBytes * core::count_values(item);
    }
    return item;
  }

  void show(core::Item entry) {
    if (!counts(entry)) return;
    if (request_.projection) return show_parts(std::move(entry));
    core::json::write_item(items_, entry);
  }

  // Whether the item is shown, too.
  bool counts(const core::Item& item) {
    if (request_.filter && !passes(item)) return false;
    ++page_.count;
    return !request_.count_only;
  }

  void show_parts(core::Item item) {
    core::json::write_item(
        items_, request_.shape ? request_.shape(item) : projector_->take(std::move(item)));
  }

  // What shapes an item itself looks for each path in it.
  void add_projected(core::expressions::Paths paths) {
    add_wanted(paths);
    if (request_.shape) {
      item_effort_bytes_ += kTermEffortBytes * paths.size();
    } else {
      projector_.emplace(std::move(paths));
    }
  }

  void add_wanted(const core::expressions::Paths& paths) {
    wanted_.merge(core::expressions::attributes_of(paths));
  }

  bool passes(const core::Item& item) {
    core::expressions::Effort effort;
    const bool holds = core::expressions::holds(*request_.filter, &item, effort);
    effort_bytes_ += effort.spent_bytes();
    return holds;
  }

  bool full() const {
    return page_.scanned_count == request_.limit ||
           effort_bytes_ >= core::limits::kMaxPageEffortBytes ||
           page_.source_bytes + page_.table_bytes >= core::limits::kMaxPageBytes;
  }

  const ReadSource& source_;
  const PageRequest& request_;
  core::json::Writer& items_;
  std::set<std::string_view> held_;    // by an entry of the index, where not all are
  std::set<std::string_view> wanted_;  // the attributes that the filter and the projection name
  std::optional<core::expressions::Projector> projector_;
  Page page_;
  std::size_t item_effort_bytes_;
  std::size_t effort_bytes_ = 0;
};

}  // namespace

Page read_page(const ReadSource& source, const PageRequest& request, core::json::Writer& items) {
  PageReader reader(source, request, items);
  if (!source.index) {
    source.table.items.scan(
        request.range, request.direction,
        [&](std::string_view, std::int64_t, std::string_view item) { return reader.take(item); });
    return reader.page();
  }
  source.index->entries.scan(request.range, request.direction,
                             [&](std::string_view, std::int64_t row) {
                               const auto item = source.table.items.item_at(row);
                               return !item || reader.take(*item);
                             });
  return reader.page();
}

Page read_item(const ReadSource& source, const PageRequest& request, std::string_view key,
               core::json::Writer& items) {
  PageReader reader(source, request, items);
  if (const auto found = source.table.items.find(key)) reader.take(found->item);
  Page page = reader.page();
  page.last.reset();
  return page;
}

ConsumedCapacity cost_of(const ReadSource& source, const Page& page, bool consistent) {
  ConsumedCapacity capacity;
  const double units = read_units(page.source_bytes, consistent);
  if (!source.index) {
    capacity.table = units;
    return capacity;
  }
  capacity.add(source.index->definition, units);
  capacity.table = page.table_units;
  return capacity;
}

std::string answer_page(const ReadSource& source, const PageRequest& request,
                        CapacityDetail capacity) {
  core::json::Writer writer;
  writer.begin_object();
  if (!request.count_only) writer.key("Items").begin_array();
  const Page page = read_page(source, request, writer);
  if (!request.count_only) writer.end_array();
  writer.member("Count", static_cast<std::int64_t>(page.count));
  writer.member("ScannedCount", static_cast<std::int64_t>(page.scanned_count));
  if (page.last) {
    writer.key("LastEvaluatedKey");
    core::json::write_item(writer, *page.last);
  }
  if (capacity != CapacityDetail::none) {
    writer.key("ConsumedCapacity");
    write_consumed_capacity(writer, source.table.definition.name,
                            cost_of(source, page, request.consistent), capacity);
  }
  return writer.end_object().take();
}

}  // namespace server::operations
