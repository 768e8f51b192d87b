#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace lambda_host {

// The programs that run handlers of these families, as PATH has them.
inline constexpr const char* kNodeProgram = "node";
inline constexpr const char* kPythonProgram = "python3";

// By what users have foreign runtimes run: "java21" → "java -cp …", a shell's command whose process
// speaks the Runtime API.
using RuntimeCommands = std::map<std::string, std::string, std::less<>>;

// Which runtimes functions may have on this machine.
class Runtimes {
 public:
  // Whether there is a program of that name.
  using HasProgram = std::function<bool(const std::string& name)>;

  // Every program counts as there.
  Runtimes() = default;
  explicit Runtimes(HasProgram has_program, RuntimeCommands commands = {})
      : has_program_(std::move(has_program)), commands_(std::move(commands)) {}

  // Throws ApiError(invalid_parameter_value): in AWS's words for a name that it doesn't know, in
  // ours for a foreign runtime without a command, and for one whose program is missing, with the
  // package to install. Of a command that is known only where it begins with a program that we know
  // a package of.
  void require(std::string_view runtime) const;

 private:
  void require_command(std::string_view runtime) const;
  std::string program_of(std::string_view runtime) const;

  HasProgram has_program_;
  RuntimeCommands commands_;
};

// What is said of a foreign runtime without a command.
std::string no_command_text(std::string_view runtime);

}  // namespace lambda_host
