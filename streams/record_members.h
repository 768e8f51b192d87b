#pragma once

#include <cstdint>
#include <string_view>

namespace streams {

// The members of a record's JSON, and behind them those of the object "dynamodb" in it.
enum class RecordMember : std::uint8_t {
  event_id,
  event_name,
  event_version,
  event_source,
  region,
  user_identity,
  source_arn,
  created_at,
  keys,
  new_image,
  old_image,
  sequence_number,
  size_bytes,
  view_type,
};

// "eventName": as on the wire.
std::string_view wire_name(RecordMember member);

// Some of them. Whoever looks at few members needs no JSON of the others, which cost most.
class RecordMembers {
 public:
  static RecordMembers all() { return RecordMembers(~0U); }

  RecordMembers() = default;

  // The member of that name, on whichever of the two levels; of another name there is none.
  void add(std::string_view name);
  bool has(RecordMember member) const { return (bits_ & bit(member)) != 0; }
  // Of the object "dynamodb".
  bool any_of_change() const { return bits_ >= bit(RecordMember::created_at); }
  bool include(RecordMembers others) const { return (bits_ & others.bits_) == others.bits_; }
  friend RecordMembers operator|(RecordMembers a, RecordMembers b) {
    return RecordMembers(a.bits_ | b.bits_);
  }

 private:
  explicit RecordMembers(std::uint32_t bits) : bits_(bits) {}
  static std::uint32_t bit(RecordMember member) { return 1U << static_cast<unsigned>(member); }

  std::uint32_t bits_ = 0;
};

}  // namespace streams
