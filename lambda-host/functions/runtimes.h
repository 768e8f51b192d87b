#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace lambda_host {

// The programs that run handlers of these families, as PATH has them.
inline constexpr const char* kNodeProgram = "node";
inline constexpr const char* kPythonProgram = "python3";

// Which runtimes functions may have on this machine.
class Runtimes {
 public:
  // Whether there is a program of that name.
  using HasProgram = std::function<bool(const std::string& name)>;

  // Every program counts as there.
  Runtimes() = default;
  explicit Runtimes(HasProgram has_program) : has_program_(std::move(has_program)) {}

  // Throws ApiError(invalid_parameter_value) as require_runtime does, and for a runtime whose
  // program is missing, with the package to install: on AWS it can't be, so the text is ours.
  void require(std::string_view runtime) const;

 private:
  HasProgram has_program_;
};

}  // namespace lambda_host
