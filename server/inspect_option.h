#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// The flag --inspect, pure.
namespace server {

// "orders=9229" or, of a version, "orders:7=9230". nullopt for what is neither.
std::optional<std::pair<std::string, std::uint16_t>> parse_inspected(std::string_view text);

// What is wrong with one value of the flag, which may have several of these divided by commas; ""
// when nothing is.
std::string check_inspected(const std::string& text);

// Ports by function, of all values of the flag. Of a function that is named twice the last one
// counts. Needs values that were checked.
std::map<std::string, std::uint16_t> inspected_functions(const std::vector<std::string>& texts);

// A port that two functions are to have; nullopt when each has one of its own.
std::optional<std::uint16_t> port_of_two(const std::map<std::string, std::uint16_t>& inspected);

}  // namespace server
