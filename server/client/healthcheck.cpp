#include "server/client/healthcheck.h"

#include "server/client/http_client.h"
#include "server/client/server_state.h"

namespace server::client {

bool is_healthy(const std::string& url, std::string& why) {
  constexpr std::chrono::seconds kPatience{3};
  try {
    // By whatever name this program finds it: a server answers to localhost always.
    const HttpQuestion question{"GET", "/_rivulet/health", {{"Host", "localhost"}}};
    const HttpAnswer answer = HttpClient(url, kPatience).ask(question);
    why = "it answered " + std::to_string(answer.status);
    if (answer.status != 200 || read_text(answer.body, "init") != "running") {
      return answer.status == 200;
    }
    why = "its init scripts are running";
    return false;
  } catch (const NoAnswer& error) {
    why = error.what();
    return false;
  }
}

}  // namespace server::client
