#include "server/runtime_flag.h"

#include "core/ascii.h"
#include "lambda-host/functions/runtime.h"

#include <algorithm>
#include <sstream>
#include <string_view>

namespace server {
namespace {

// Empty lines are none, as a YAML block ends with one.
std::vector<std::string> lines_of(const std::string& value) {
  std::vector<std::string> lines;
  std::istringstream stream(value);
  for (std::string line; std::getline(stream, line);) {
    if (!line.empty()) lines.push_back(line);
  }
  return lines;
}

bool is_name(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return core::is_letter(c) || core::is_digit(c) || c == '.' || c == '-' || c == '_';
  });
}

std::string problem_of_line(const std::string& line) {
  const auto equals = line.find('=');
  const std::string name = line.substr(0, equals);
  if (equals == std::string::npos || !is_name(name) ||
      line.find_first_not_of(' ', equals + 1) == std::string::npos) {
    return line + " is no NAME=COMMAND, like java21='java -cp …'";
  }
  if (lambda_host::runtime_family(name) != lambda_host::RuntimeFamily::foreign) {
    return "Rivulet runs " + name + " itself";
  }
  return "";
}

}  // namespace

std::string problem_of_runtimes(const std::string& value) {
  const std::vector<std::string> lines = lines_of(value);
  if (lines.empty()) return problem_of_line(value);
  for (const std::string& line : lines) {
    std::string problem = problem_of_line(line);
    if (!problem.empty()) return problem;
  }
  return "";
}

lambda_host::RuntimeCommands parse_runtimes(const std::vector<std::string>& values) {
  lambda_host::RuntimeCommands commands;
  for (const std::string& value : values) {
    for (const std::string& line : lines_of(value)) {
      const auto equals = line.find('=');
      const auto command = line.find_first_not_of(' ', equals + 1);
      commands.insert_or_assign(line.substr(0, equals), line.substr(command));
    }
  }
  return commands;
}

}  // namespace server
