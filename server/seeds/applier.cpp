#include "server/seeds/applier.h"

#include "server/seeds/comparison.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <optional>

namespace server::seeds {
namespace {

using client::HttpAnswer;

constexpr std::size_t kItemsPerBatch = 25;  // of BatchWriteItem
constexpr std::chrono::milliseconds kPause{20};
constexpr int kMaxPauses = 1500;  // half a minute, for statuses that last two seconds

bool is_good(const HttpAnswer& answer) {
  return answer.status >= 200 && answer.status < 300;
}

Value parse(const std::string& body) {
  try {
    return from_json(core::json::Document::parse(body).root());
  } catch (const core::json::ParseError&) {  // XML, or nothing
    return map_value({});
  }
}

Request literal(Request request) {
  request.is_literal = true;
  return request;
}

Value put_request(const Value& item) {
  Value put;
  put.set("PutRequest", Value().set("Item", item));
  return put;
}

class Applier {
 public:
  // What references stand for is found and noted in `known`, which those of one scope share.
  Applier(const Seed& seed, Known& known, Transport& transport, Journal* journal)
      : seed_(seed), known_(known), transport_(transport), journal_(journal) {}

  // Whether it is the seed's. What there is of it goes.
  bool clear_away(const Making& making) {
    if (making.scope != seed_.scope) return false;
    for (const Resource& resource : seed_.resources) {
      if (resource.what != making.what) continue;
      if (look(resource)) clear_away(resource);
      return true;
    }
    return false;
  }

  // Throws Fault if something is there, and isn't as it is wanted.
  void look(Applied& applied) {
    for (const Resource& resource : seed_.resources) {
      if (is_there(resource)) {
        applied.there.push_back(resource.what);
      } else {
        missing_.push_back(&resource);
      }
    }
  }

  // What isn't there.
  void make(Applied& applied) {
    for (const Resource* resource : missing_) {
      make(*resource);
      applied.made.push_back(resource->what);
    }
  }

  // What was made goes in the opposite order.
  void undo() {
    for (; !made_.empty(); made_.pop_back()) {
      for (const Request& request : made_.back()->undo) undo(*made_.back(), request);
    }
  }

 private:
  // Whether it is there, and as it is wanted; its outputs are known then.
  bool is_there(const Resource& resource) {
    const auto found = look(resource);
    if (!found) return false;
    if (resource.compares_itself) {
      require(resource, resource.make, "it is there already, and differs: ");
    } else if (const auto what = difference(resource.wanted, *found, known_)) {
      throw Fault(resource.place,
                  fmt::format("{} is there already, and differs: {}.", resource.what, *what));
    }
    return true;
  }

  void make(const Resource& resource) {
    // What is made by one request is never there by halves.
    const bool in_steps = journal_ && !(resource.after.empty() && resource.items.empty());
    if (in_steps) journal_->begin({seed_.scope, resource.what});
    require(resource, resource.make, "");
    made_.push_back(&resource);
    await(resource);
    for (const Request& request : resource.after) require(resource, request, "");
    for (const ItemSource& items : resource.items) put(resource, items);
    if (in_steps) journal_->end();
  }

  void clear_away(const Resource& resource) {
    for (const Request& request : resource.undo) undo(resource, request);
    for (int pauses = 0; pauses < kMaxPauses && look(resource); ++pauses) transport_.pause(kPause);
  }

  HttpAnswer ask(const Request& request) {
    return transport_.ask(question_of(request, seed_.scope, known_));
  }

  std::optional<Value> look(const Resource& resource) {
    if (!resource.look) return std::nullopt;
    try {
      const HttpAnswer answer = ask(*resource.look);
      if (!is_good(answer)) return std::nullopt;
      if (answer.body.find(resolved(resource.found_text, known_)) == std::string::npos) {
        return std::nullopt;
      }
      const Value body = parse(answer.body);
      const Value* const found = find_at(body, resource.found_at);
      if (!found) return std::nullopt;
      for (const Output& output : resource.outputs) {
        const Value* const value = find_at(body, output.where);
        if (value) known_[output.name] = value->text;
      }
      return *found;
    } catch (const UnknownReference&) {  // of what isn't there either
      return std::nullopt;
    }
  }

  void require(const Resource& resource, const Request& request, std::string_view introduction) {
    std::string why;
    try {
      const HttpAnswer answer = ask(request);
      if (is_good(answer)) return;
      why = client::error_text(answer);
    } catch (const UnknownReference& error) {
      why = error.what();
    }
    throw Fault(resource.place, fmt::format("{}: {}{}", resource.what, introduction, why));
  }

  void await(const Resource& resource) {
    // What is looked for in a text may stand behind the part of a list that was answered.
    if (!resource.look || !resource.found_text.empty()) return;
    for (int pauses = 0; pauses < kMaxPauses; ++pauses) {
      const auto found = look(resource);
      if (found && !resource.ready) return;
      const Value* const at = found ? find_at(*found, resource.ready->where) : nullptr;
      if (at && at->text == resource.ready->text) return;
      transport_.pause(kPause);
    }
    throw Fault(resource.place, fmt::format("{} was made, and isn't ready", resource.what));
  }

  void put(const Resource& resource, const ItemSource& source) {
    ItemReader reader(source);
    std::vector<ItemReader::Item> batch;
    while (auto item = reader.next()) {
      batch.push_back(*std::move(item));
      if (batch.size() < kItemsPerBatch) continue;
      put(resource, source.table, batch);
      batch.clear();
    }
    if (!batch.empty()) put(resource, source.table, batch);
  }

  void put(const Resource& resource, const std::string& table,
           const std::vector<ItemReader::Item>& batch) {
    Value puts = list_value({});
    for (const auto& item : batch) puts.list.push_back(put_request(item.value));
    Value body;
    body.set("RequestItems", Value().set(table, std::move(puts)));
    if (is_good(ask(literal(dynamodb("BatchWriteItem", std::move(body)))))) return;
    // One by one they show which is at fault; or none is, and two of the batch have one key.
    for (const auto& item : batch) put(resource, table, item);
  }

  void put(const Resource& resource, const std::string& table, const ItemReader::Item& item) {
    Value body;
    body.set("TableName", table).set("Item", item.value);
    const HttpAnswer answer = ask(literal(dynamodb("PutItem", std::move(body))));
    if (is_good(answer)) return;
    throw Fault(item.place,
                fmt::format("an item of {}: {}", resource.what, client::error_text(answer)));
  }

  void undo(const Resource& resource, const Request& request) {
    try {
      const HttpAnswer answer = ask(request);
      if (is_good(answer)) return;
      spdlog::warn("{} stays: {}", resource.what, client::error_text(answer));
    } catch (const std::exception& error) {
      spdlog::warn("{} stays: {}", resource.what, error.what());
    }
  }

  const Seed& seed_;
  Known& known_;
  Transport& transport_;
  Journal* journal_;
  std::vector<const Resource*> missing_;
  std::vector<const Resource*> made_;
};

void clear_away_unfinished(std::vector<Applier>& appliers, Journal& journal) {
  const auto making = journal.unfinished();
  if (!making) return;
  const bool found = std::any_of(appliers.begin(), appliers.end(),
                                 [&](Applier& applier) { return applier.clear_away(*making); });
  if (found) {
    spdlog::info("{} was being made when the program ended: it is made anew", making->what);
  } else {
    spdlog::warn(
        "{} of account {} was being made when the program ended, and no seed has it any more: it "
        "may lack something",
        making->what, making->scope.account.get());
  }
  journal.end();
}

std::string name_of(const core::Scope& scope) {
  return scope.account.get() + "/" + scope.region.get();
}

}  // namespace

Applied apply_seeds(std::span<const Seed> seeds, Transport& transport, Journal* journal) {
  std::map<std::string, Known> known;
  std::vector<Applier> appliers;
  for (const Seed& seed : seeds) {
    appliers.emplace_back(seed, known[name_of(seed.scope)], transport, journal);
  }
  if (journal) clear_away_unfinished(appliers, *journal);
  Applied applied;
  for (Applier& applier : appliers) applier.look(applied);
  try {
    for (Applier& applier : appliers) applier.make(applied);
  } catch (const std::exception&) {
    for (auto applier = appliers.rbegin(); applier != appliers.rend(); ++applier) applier->undo();
    if (journal) journal->end();
    throw;
  }
  return applied;
}

}  // namespace server::seeds
