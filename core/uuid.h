#pragma once

#include <cstddef>
#include <string>

// Random names. Unique, not unguessable. All of these may be called from any thread.
namespace core {

// A version 4 UUID in lower case: "0f8fad5b-d9cb-469f-a165-70867728950e".
std::string random_uuid();

// So many lower-case hexadecimal digits.
std::string random_hex(std::size_t digits);

}  // namespace core
