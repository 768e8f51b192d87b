#pragma once

#include "server/client/http_client.h"
#include "server/seeds/journal.h"
#include "server/seeds/seed.h"

#include <chrono>
#include <span>
#include <string>
#include <vector>

namespace server::seeds {

// Who carries requests to a server, and waits for their answers.
class Transport {
 public:
  virtual ~Transport() = default;
  // Throws client::NoAnswer when none comes.
  virtual client::HttpAnswer ask(const client::HttpQuestion& question) = 0;
  virtual void pause(std::chrono::milliseconds duration) = 0;
};

struct Applied {
  std::vector<std::string> made;  // "table Orders"
  std::vector<std::string> there;
};

// Looks at all resources first. If one that is there differs from what is wanted, nothing is made;
// else what isn't there is made, in order. Items are the first content of a table: they are put
// when it is made, and not looked at later. Throws Fault, and what was made by then is gone again,
// of all seeds. With a journal, what it says is unfinished goes first, and is made from the
// beginning; if the seeds don't have it any more, that is logged.
Applied apply_seeds(std::span<const Seed> seeds, Transport& transport, Journal* journal = nullptr);

}  // namespace server::seeds
