#pragma once

#include "core/adjustable_clock.h"
#include "core/http_message.h"
#include "core/json/value.h"
#include "server/chores.h"
#include "server/services.h"

#include <initializer_list>
#include <string_view>

// Our own endpoints, under /_rivulet/: health, and what a test needs to move that on AWS moves by
// itself. JSON in and out; an error is {"__type":…,"message":…} with a status of 400 or above.
namespace server {

struct ControlParts {
  Services& services;
  core::AdjustableClock& clock;  // the one that the services read
  Chores& chores;
};

namespace control {

constexpr std::string_view kPrefix = "/_rivulet/";
constexpr std::size_t kMaxBodyBytes = std::size_t{1} << 20;

struct Call {
  core::Scope scope;
  core::json::Object body;  // empty for GET
};

// Throws ValidationException for a member that isn't known: none is ignored.
void refuse_unknown(const core::json::Object& body, std::initializer_list<std::string_view> known);
core::HttpResponse json_response(std::string body);

// GET: {"now":EPOCH SECONDS,"mode":"real"|"shifted"|"frozen"}.
void show_clock(const ControlParts& parts, const Call& call, const core::HttpReply& reply);
// POST {"mode":"advance","seconds":N}, {"mode":"set","time":EPOCH SECONDS or
// "2025-01-31T12:00:00Z"},
// {"mode":"freeze"} or {"mode":"real"}. Answers, as show_clock, when all that has aged is done
// with.
void move_clock(const ControlParts& parts, const Call& call, const core::HttpReply& reply);

// POST {"TableName":…}, and a "ShardId" for one of the table's open shards instead of all. Answers
// {"TableName":…,"StreamArn":…,"ClosedShards":[ids],"OpenedShards":[ids]}.
void roll_shards(const ControlParts& parts, const Call& call, const core::HttpReply& reply);
void split_shards(const ControlParts& parts, const Call& call, const core::HttpReply& reply);
void merge_shards(const ControlParts& parts, const Call& call, const core::HttpReply& reply);

}  // namespace control

// Serves a request whose path begins with kPrefix.
void serve_control_api(const ControlParts& parts, core::HttpRequest request,
                       const core::HttpReply& reply);

}  // namespace server
