#include "server/protocol/media_type.h"

#include <doctest/doctest.h>

namespace server::protocol::media_type_test {

TEST_CASE("an answer has the media type of its request") {
  struct Case {
    const char* sent;
    bool has_body;
    Service service;
    const char* answered;
  };
  const Case cases[] = {
      {"application/x-amz-json-1.0",          true,  Service::dynamodb, "application/x-amz-json-1.0"},
      {"application/json",                    true,  Service::dynamodb, "application/json"          },
      {"application/json;charset=utf-8",      true,  Service::dynamodb, "application/json"          },
      {"  application/json  ;   asfd",        true,  Service::dynamodb, "application/json"          },
      {"application/x-amz-json-1.0;blahblah", true,  Service::dynamodb,
       "application/x-amz-json-1.0"                                                                 },
      {"application/x-amz-json-1.1",          true,  Service::logs,     "application/x-amz-json-1.1"},
      {"application/x-amz-json-1.1",          true,  Service::dynamodb, nullptr                     },
      {"application/jsonasdf",                true,  Service::dynamodb, nullptr                     },
      {"",                                    true,  Service::dynamodb, nullptr                     },
      {"",                                    false, Service::dynamodb, "application/json"          },
      {"whatever",                            false, Service::dynamodb, "application/json"          },
      {"application/x-amz-json-1.0",          false, Service::dynamodb, "application/x-amz-json-1.0"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.sent);
    CAPTURE(c.has_body);
    const auto type = answer_media_type(c.sent, c.has_body, c.service);
    CHECK(type.has_value() == (c.answered != nullptr));
    if (type && c.answered) CHECK(*type == c.answered);
  }
}

}  // namespace server::protocol::media_type_test
