#pragma once

#include "core/strong_type.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace core {

// The place of a record in a stream: a counter that grows with every record and survives restarts.
using SequenceNumber = Strong<struct SequenceNumberTag, std::uint64_t>;

// As clients see it: the decimal text of 10^20 + counter. Always 21 digits, the shortest that the
// API allows, so texts are ordered like numbers whether they are compared as such or as strings.
std::string sequence_number_text(SequenceNumber number);

// Reads any decimal text of 21 to 40 digits, the API's bounds; nullopt for everything else. A
// number that we never give out becomes our first or last one, so comparisons with it still work.
std::optional<SequenceNumber> parse_sequence_number(std::string_view text);

}  // namespace core
