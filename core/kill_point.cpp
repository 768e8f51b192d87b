#include "core/kill_point.h"

#include <charconv>
#include <csignal>
#include <cstdlib>

namespace core {
namespace {

constexpr const char* kVariable = "RIVULET_TEST_KILL_AT";

std::optional<KillPoint> point_named(std::string_view name) {
  if (name == "written") return KillPoint::written;
  if (name == "filtered") return KillPoint::filtered;
  if (name == "invoked") return KillPoint::invoked;
  if (name == "sent") return KillPoint::sent;
  if (name == "checkpointed") return KillPoint::checkpointed;
  if (name == "restoring") return KillPoint::restoring;
  return std::nullopt;
}

// 0: it is no number.
int passes_of(std::string_view text) {
  int passes = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), passes);
  return read.ptr == text.data() + text.size() ? passes : 0;
}

std::string_view setting_of_environment() {
  const char* const value = std::getenv(kVariable);
  return value ? value : "";
}

}  // namespace

KillSwitch::KillSwitch(std::string_view setting) {
  const std::size_t colon = setting.find(':');
  point_ = point_named(setting.substr(0, colon));
  passes_left_ = colon == std::string_view::npos ? 1 : passes_of(setting.substr(colon + 1));
}

bool KillSwitch::is_due(KillPoint point) {
  if (point_ != point || passes_left_ == 0) return false;
  return --passes_left_ == 0;
}

void pass(KillPoint point) {
  static KillSwitch kill_switch(setting_of_environment());
  if (kill_switch.is_due(point)) std::raise(SIGKILL);
}

}  // namespace core
