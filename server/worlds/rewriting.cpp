#include "server/worlds/rewriting.h"

#include <fmt/format.h>

namespace server::worlds {
namespace {

// The closing sign of one may open the next: "/000000000000/" of a path.
void replace_all(std::string& text, const std::string& from, const std::string& to) {
  if (from == to) return;
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at)) {
    text.replace(at, from.size(), to);
    at += to.size() - 1;
  }
}

}  // namespace

std::string rewritten(std::string text, const core::Scope& from, const core::Scope& to) {
  const std::string& old_account = from.account.get();
  const std::string& new_account = to.account.get();
  replace_all(text, fmt::format(":{}:{}:", from.region.get(), old_account),
              fmt::format(":{}:{}:", to.region.get(), new_account));
  replace_all(text, fmt::format("::{}:", old_account), fmt::format("::{}:", new_account));
  replace_all(text, fmt::format("/{}/", old_account), fmt::format("/{}/", new_account));
  return text;
}

std::string bucket_name_in(const core::Scope& to, std::string name, const core::Scope& from) {
  return renamed(std::move(name), from.account.get(), to.account.get());
}

std::string renamed(std::string text, const std::string& from, const std::string& to) {
  if (from == to) return text;
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return text;
}

}  // namespace server::worlds
