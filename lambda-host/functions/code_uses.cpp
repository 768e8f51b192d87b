#include "lambda-host/functions/code_uses.h"

namespace lambda_host {

void CodeUses::add(const CodeDirectory& code) {
  ++counts_[&code];
  code.keep();
}

void CodeUses::remove(const CodeDirectory& code) {
  const auto found = counts_.find(&code);
  if (found == counts_.end() || --found->second > 0) return;
  counts_.erase(found);
  code.discard();
}

}  // namespace lambda_host
