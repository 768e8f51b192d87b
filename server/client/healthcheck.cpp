#include "server/client/healthcheck.h"

#include "server/client/http_client.h"

namespace server::client {

bool is_healthy(const std::string& url, std::string& why) {
  constexpr std::chrono::seconds kPatience{3};
  try {
    // By whatever name this program finds it: a server answers to localhost always.
    const HttpQuestion question{"GET", "/_rivulet/health", {{"Host", "localhost"}}};
    const unsigned status = HttpClient(url, kPatience).ask(question).status;
    why = "it answered " + std::to_string(status);
    return status == 200;
  } catch (const NoAnswer& error) {
    why = error.what();
    return false;
  }
}

}  // namespace server::client
