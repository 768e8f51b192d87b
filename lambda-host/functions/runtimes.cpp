#include "lambda-host/functions/runtimes.h"

#include "lambda-host/constraints.h"
#include "lambda-host/functions/runtime.h"

#include <fmt/format.h>

namespace lambda_host {
namespace {

struct Program {
  const char* name;
  const char* package;  // of Debian
};

Program program_of(RuntimeFamily family) {
  switch (family) {
    case RuntimeFamily::node: return {kNodeProgram, "nodejs"};
    case RuntimeFamily::python: return {kPythonProgram, "python3"};
    case RuntimeFamily::provided: return {};  // the function's own
  }
  __builtin_unreachable();
}

}  // namespace

void Runtimes::require(std::string_view runtime) const {
  const Program program = program_of(require_runtime(runtime));
  if (!program.name || !has_program_ || has_program_(program.name)) return;
  throw_invalid_parameter(
      fmt::format("Rivulet runs {} by the program {}, which isn't in its PATH. Install it and try "
                  "again: on Debian, it is in the package {}.",
                  runtime, program.name, program.package));
}

}  // namespace lambda_host
