#pragma once

#include <cstddef>
#include <string>
#include <string_view>

// Random names. Unique, not unguessable. All of these may be called from any thread.
namespace core {

// A version 4 UUID in lower case: "0f8fad5b-d9cb-469f-a165-70867728950e".
std::string random_uuid();

// Whether the text has the form of those.
bool is_uuid(std::string_view text);

// So many lower-case hexadecimal digits.
std::string random_hex(std::size_t digits);

}  // namespace core
