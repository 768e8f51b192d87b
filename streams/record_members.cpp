#include "streams/record_members.h"

#include <array>
#include <cstddef>

namespace streams {
namespace {

// In the order of RecordMember.
constexpr std::array<std::string_view, 14> kMemberNames = {
    "eventID",   "eventName",     "eventVersion",   "eventSource",
    "awsRegion", "userIdentity",  "eventSourceARN", "ApproximateCreationDateTime",
    "Keys",      "NewImage",      "OldImage",       "SequenceNumber",
    "SizeBytes", "StreamViewType"};

}  // namespace

std::string_view wire_name(RecordMember member) {
  return kMemberNames[static_cast<std::size_t>(member)];
}

void RecordMembers::add(std::string_view name) {
  for (std::size_t i = 0; i < kMemberNames.size(); ++i) {
    if (kMemberNames[i] == name) bits_ |= bit(static_cast<RecordMember>(i));
  }
}

}  // namespace streams
