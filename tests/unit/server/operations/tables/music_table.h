#pragma once

#include "tests/support/engine.h"

#include <string>

namespace tests {

inline constexpr const char* kMusic = R"({"TableName":"Music"})";
inline constexpr const char* kMusicArn = "arn:aws:dynamodb:us-east-1:000000000000:table/Music";

// An on-demand table "Music" with the key id (S); `more` are members to create it with.
inline std::string music(const std::string& more = "") {
  return R"({"TableName":"Music","AttributeDefinitions":[{"AttributeName":"id",)"
         R"("AttributeType":"S"}],"KeySchema":[{"AttributeName":"id","KeyType":"HASH"}],)"
         R"("BillingMode":"PAY_PER_REQUEST")" +
         more + "}";
}

inline void create_music(Engine& engine, const std::string& more = "") {
  engine.answer("CreateTable", music(more));
}

inline std::string described(Engine& engine) {
  return engine.answer("DescribeTable", kMusic);
}

}  // namespace tests
