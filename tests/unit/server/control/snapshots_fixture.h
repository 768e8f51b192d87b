#pragma once

#include "tests/unit/server/control/control_fixture.h"

#include <memory>
#include <string>
#include <string_view>
#include <utility>

// What tests of snapshots ask for, and what they look for.

inline bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

inline std::string put(ControlFixture& f, const std::string& name, std::string body = "{}") {
  return f.call("PUT", "snapshots/" + name, std::move(body)).body;
}

inline const core::Scope kOther{core::AccountId("000000000042"), core::Region("eu-west-1")};

// More than is copied in a turn: 15 items of 100,000 bytes.
inline void put_large(ControlFixture& f) {
  for (char id = 'a'; id < 'p'; ++id) {
    f.engine.answer("PutItem", R"({"TableName":"Things","Item":{"id":{"S":")" + std::string(1, id) +
                                   R"("},"x":{"S":")" + std::string(100'000, id) + R"("}}})");
  }
}

inline std::string_view status_of(ControlFixture& f, const core::Scope& scope) {
  const auto* transition =
      f.services->table_transitions.find(scope, "Things", f.engine.clock.now());
  return wire_name(transition ? transition->status : server::operations::TableStatus::active);
}

inline constexpr const char* kInOther = R"({"account":"000000000042","region":"eu-west-1"})";
inline constexpr const char* kAnew =
    R"({"account":"000000000042","region":"eu-west-1","replace":true})";

inline std::string being(const std::string& what) {
  return R"({"error":"Conflict","message":"Snapshot base is being )" + what +
         R"(: try again later."})";
}

inline constexpr const char* kWasReset =
    R"({"error":"Conflict","message":"The scope was reset before all was copied."})";

// Answers without letting others have a turn.
inline std::string at_once(ControlFixture& f, const char* method, const std::string& path,
                           std::string body = "{}") {
  const auto text = std::make_shared<std::string>();  // the answer may come later
  server::serve_control_api(
      f.parts(), {method, "/_rivulet/" + path, f.headers, std::move(body), false, &f.peer},
      [text](core::HttpResponse response) { *text = std::move(response.body); });
  return *text;
}
