#include "server/protocol/front_end.h"

#include <algorithm>

namespace server::protocol {
namespace {

// As deep as serde_json reads. AWS's limit is at 62 maps in an item's attribute, two levels each.
constexpr int kMaxCurrentLevels = 127;

bool has_required_members(core::json::Object body, const Shape& input) {
  return std::all_of(input.members.begin(), input.members.end(), [&](const Member& member) {
    return member.presence == kOptional || body.find(member.name);
  });
}

}  // namespace

core::FrontEnd front_end_of(const core::json::Document& body, const InputShape& input) {
  const bool current = input.current != nullptr && !body.nests_deeper_than(kMaxCurrentLevels) &&
                       has_required_members(body.root().object(), input.shape);
  return current ? core::FrontEnd::current : core::FrontEnd::older;
}

}  // namespace server::protocol
