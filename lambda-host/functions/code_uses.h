#pragma once

#include "lambda-host/functions/code_directory.h"

#include <cstddef>
#include <unordered_map>

namespace lambda_host {

// How many functions with their versions, or versions of layers, have the code in each directory:
// so nobody has to look through all of them when one goes. Engine thread.
class CodeUses {
 public:
  // The code stays on the disk.
  void add(const CodeDirectory& code);
  // Behind the last use the code goes from the disk with its last owner: a handler process, maybe.
  void remove(const CodeDirectory& code);

 private:
  std::unordered_map<const CodeDirectory*, std::size_t> counts_;
};

}  // namespace lambda_host
