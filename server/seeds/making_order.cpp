#include "server/seeds/making_order.h"

#include <algorithm>
#include <map>
#include <set>

namespace server::seeds {
namespace {

using Indexes = std::vector<std::size_t>;

void note(const Request& request, std::set<std::string>& names) {
  if (request.kind != Request::Kind::bytes) names.merge(references_in(request.body));
  names.merge(references_in(text_value(request.target)));
}

// What a resource is called by others, and what they call its outputs.
std::map<std::string, std::size_t> makers(const Resources& resources) {
  std::map<std::string, std::size_t> makers;
  for (std::size_t i = 0; i < resources.size(); ++i) {
    makers.emplace(resources[i].what, i);
    for (const Output& output : resources[i].outputs) makers.emplace(output.name, i);
  }
  return makers;
}

class Order {
 public:
  explicit Order(const Resources& resources)
      : resources_(resources), makers_(makers(resources)), begun_(resources.size()) {}

  // By depth, without recursion: a chain may be as long as the document.
  Indexes find() {
    for (std::size_t i = 0; i < resources_.size(); ++i) {
      begin(i);
      while (!waiting_.empty()) go_on();
    }
    return std::move(order_);
  }

 private:
  struct Waiting {
    std::size_t index;
    Indexes needs;  // the next one is the last
  };

  void begin(std::size_t index) {
    if (begun_[index]) return;
    begun_[index] = true;
    waiting_.push_back({index, needs_of(resources_[index])});
  }

  void go_on() {
    Waiting& last = waiting_.back();
    if (last.needs.empty()) {
      order_.push_back(last.index);
      waiting_.pop_back();
      return;
    }
    const std::size_t next = last.needs.back();
    last.needs.pop_back();
    begin(next);
  }

  Indexes needs_of(const Resource& resource) const {
    std::set<std::string> names(resource.needs.begin(), resource.needs.end());
    note(resource.make, names);
    for (const Request& request : resource.after) note(request, names);
    Indexes needs;
    for (const std::string& name : names) {
      const auto maker = makers_.find(name);
      if (maker != makers_.end()) needs.push_back(maker->second);
    }
    std::sort(needs.rbegin(), needs.rend());
    return needs;
  }

  const Resources& resources_;
  std::map<std::string, std::size_t> makers_;
  std::vector<bool> begun_;
  std::vector<Waiting> waiting_;
  Indexes order_;
};

}  // namespace

Resources in_making_order(Resources resources) {
  Resources ordered;
  for (const std::size_t index : Order(resources).find()) {
    ordered.push_back(std::move(resources[index]));
  }
  return ordered;
}

}  // namespace server::seeds
