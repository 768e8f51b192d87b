#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// The values of flags. What is checked is answered with what is wrong with it, "" when nothing is.
namespace server {

// "512", "512MB" or "2GB", in either case, as bytes; without a unit it is MB. nullopt for what
// isn't a size from 16 MB to 64 GB.
std::optional<std::size_t> parse_memory_budget(std::string_view text);
// The same for what all log groups hold, from 64 KB to 1 TB; without a unit it is bytes.
std::optional<std::int64_t> parse_log_bytes(std::string_view text);
// The parts between commas that aren't empty.
std::vector<std::string> split_list(const std::string& list);

std::string check_region(const std::string& text);
std::string check_account_id(const std::string& text);
std::string check_host(const std::string& text);
std::string check_port(const std::string& text);
// true, false and the words that CLI11 takes for these.
std::string check_flag(const std::string& text);
// The path of a regular file of up to 1 MB: what else there is may never end, or never begin.
std::string check_config(const std::string& path);
// As browsers send them, "http://localhost:3000", "null", or * for all.
std::string check_origins(const std::string& list);
std::string check_allowed_hosts(const std::string& list);
// Of a template: "Key=Value".
std::string check_parameter(const std::string& text);
std::string check_memory_budget(const std::string& text);
std::string check_log_bytes(const std::string& text);

}  // namespace server
