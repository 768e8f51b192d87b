#include "server/shown_logs.h"

#include "server/line_printer.h"
#include "server/shown_lines.h"

#include <unistd.h>

#include <cstdlib>

namespace server {

void ShownLogs::append(const lambda_host::LogOrigin& origin,
                       std::vector<lambda_host::LogEvent> events) {
  for (const lambda_host::LogEvent& event : events) {
    print_(shown_lines(origin.function, event.message, in_colour_));
  }
  kept_.append(origin, std::move(events));
}

std::unique_ptr<lambda_host::LogSink> shown_on_standard_error(lambda_host::LogSink& kept) {
  const bool in_colour =
      wants_colour(::isatty(STDERR_FILENO) != 0, std::getenv("NO_COLOR"), std::getenv("TERM"));
  const auto printer = std::make_shared<LinePrinter>(STDERR_FILENO);
  return std::make_unique<ShownLogs>(
      kept, in_colour, [printer](const std::string& lines) { printer->print(lines); });
}

}  // namespace server
