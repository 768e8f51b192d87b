#include "core/api_error.h"
#include "core/json/writer.h"
#include "core/time_text.h"
#include "server/control/endpoints.h"

#include <cmath>
#include <optional>

namespace server::control {
namespace {

using core::json::Kind;

std::string clock_json(const core::AdjustableClock& clock) {
  const char* mode = clock.shifted() ? "shifted" : "real";
  if (clock.frozen()) mode = "frozen";
  core::json::Writer writer;
  writer.begin_object().key("now").raw(core::epoch_seconds_text(clock.now()));
  return writer.member("mode", mode).end_object().take();
}

void set(core::AdjustableClock& clock, const core::json::Object& body) {
  refuse_unknown(body, {"mode", "time"});
  const auto value = body.find("time");
  const auto time = value ? find_time(*value) : std::nullopt;
  if (!time) {
    core::throw_validation(
        "time must be epoch seconds or a text such as 2025-01-31T12:00:00Z, up to the year 9999.");
  }
  clock.set(*time);
}

void advance(core::AdjustableClock& clock, const core::json::Object& body) {
  refuse_unknown(body, {"mode", "seconds"});
  const auto value = body.find("seconds");
  const double seconds = value && value->is(Kind::number) ? value->number() : -1;
  const double now = std::chrono::duration<double>(clock.now().time_since_epoch()).count();
  if (!(seconds >= 0 && now + seconds <= kLastSecond)) {
    core::throw_validation("seconds must be a number from 0 on, not beyond the year 9999.");
  }
  clock.advance(duration_of(seconds));
}

}  // namespace

void show_clock(const ControlParts& parts, const Call&, const core::HttpReply& reply) {
  reply(json_response(clock_json(parts.clock)));
}

void move_clock(const ControlParts& parts, const Call& call, const core::HttpReply& reply) {
  const auto value = call.body.find("mode");
  const std::string_view mode = value && value->is(Kind::string) ? value->string() : "";
  if (mode == "advance") {
    advance(parts.clock, call.body);
  } else if (mode == "set") {
    set(parts.clock, call.body);
  } else if (mode == "freeze" || mode == "real") {
    refuse_unknown(call.body, {"mode"});
    mode == "real" ? parts.clock.reset() : parts.clock.freeze();
  } else {
    core::throw_validation("mode must be one of advance, freeze, real, set.");
  }
  parts.chores.do_all([reply, &clock = parts.clock] { reply(json_response(clock_json(clock))); });
}

}  // namespace server::control
