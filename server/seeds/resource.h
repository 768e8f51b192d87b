#pragma once

#include "server/seeds/fault.h"
#include "server/seeds/item_source.h"
#include "server/seeds/request.h"
#include "server/seeds/value.h"

#include <optional>
#include <string>
#include <vector>

namespace server::seeds {

// Where in an answer: names of members, numbers of elements.
using Where = std::vector<std::string>;

// A reference's value, where the answer to `look` has it.
struct Output {
  std::string name;
  Where where;
};

// The answer to `look` has this text there once the resource can be used.
struct Readiness {
  Where where;
  std::string text;
};

// One thing that a seed has: how to see whether it is there, and how to make it. All that it says
// is said in API calls, so that it doesn't matter who carries them: the program to itself at its
// start, or a client to a server that runs.
struct Resource {
  std::string what;  // "table Orders"
  Place place;
  // What others are called that must be there before it, beside those whose outputs it speaks of.
  std::vector<std::string> needs = {};
  // It is there when this is answered with success, and `found_at` leads somewhere. Without a look
  // it is made always: to make it again changes nothing.
  std::optional<Request> look = std::nullopt;
  Where found_at = {};
  // Of answers in XML: it is there when this, with what its references stand for, is in the answer.
  std::string found_text = {};
  // What must be found there if it is: `found_at`'s members must have these, and may have others.
  Value wanted = {};
  // To make what is there again changes nothing, and is refused if it differs: so it is compared.
  bool compares_itself = false;
  Request make = {};
  std::optional<Readiness> ready = std::nullopt;
  std::vector<Request> after = {};  // once it is ready
  std::vector<ItemSource> items = {};
  std::vector<Request> undo = {};
  std::vector<Output> outputs = {};
};

using Resources = std::vector<Resource>;

}  // namespace server::seeds
