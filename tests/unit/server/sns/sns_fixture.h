#pragma once

#include "server/protocol/url.h"
#include "server/sns/sns_api.h"
#include "tests/support/engine.h"
#include "tests/support/fake_headers.h"
#include "tests/support/xml_element.h"

#include <map>
#include <optional>
#include <string>
#include <utility>

using tests::element;

// SNS over a database in memory.
struct SnsFixture {
  using Parameters = std::map<std::string, std::string>;

  core::HttpResponse ask(const std::string& action, Parameters parameters = {}) {
    parameters.emplace("Version", "2010-03-31");
    std::string form = "Action=" + action;
    for (const auto& [name, value] : parameters) {
      form += "&" + name + "=" + server::protocol::url_encode(value, "");
    }
    answer.reset();
    server::sns::serve_sns({"POST", "/", headers, std::move(form)}, topics, engine.services,
                           [this](core::HttpResponse response) { answer = std::move(response); });
    engine.run_turn();
    return answer.value();
  }
  // The answer up to what is another each time.
  std::string result(const std::string& action, Parameters parameters = {}) {
    const auto response = ask(action, std::move(parameters));
    if (response.status != 200) return tests::xml_error(response.status, response.body);
    const auto begin = response.body.find("<" + action + "Result");
    if (begin == std::string::npos) return "";
    return response.body.substr(begin, response.body.find("<ResponseMetadata>") - begin);
  }
  // "404 NotFound: Topic does not exist"; "" for an answer that is no error.
  std::string error(const std::string& action, Parameters parameters = {}) {
    const auto response = ask(action, std::move(parameters));
    return tests::xml_error(response.status, response.body);
  }

  std::string make_topic(const std::string& name = "t") {
    return element(result("CreateTopic",
                          {
                              {"Name", name}
    }),
                   "TopicArn");
  }
  std::string subscribe(const std::string& endpoint, const std::string& protocol = "sqs",
                        Parameters more = {}) {
    more.insert({
        {"TopicArn", kTopic  },
        {"Protocol", protocol},
        {"Endpoint", endpoint}
    });
    return element(result("Subscribe", std::move(more)), "SubscriptionArn");
  }
  // What lies in a queue, as ReceiveMessage shows it.
  std::string received(const std::string& queue = "q") {
    return engine.answer("ReceiveMessage",
                         R"({"QueueUrl":"http://localhost/000000000000/)" + queue +
                             R"(","MaxNumberOfMessages":10,"MessageAttributeNames":["All"]})");
  }

  static constexpr const char* kTopic = "arn:aws:sns:us-east-1:000000000000:t";
  static constexpr const char* kQueue = "arn:aws:sqs:us-east-1:000000000000:q";

  tests::FakeHeaders headers{
      {{"Authorization",
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261128/us-east-1/sns/"
        "aws4_request, SignedHeaders=host, Signature=0"},
       {"X-Amz-Date", "20261128T000000Z"},
       {"Content-Type", "application/x-www-form-urlencoded"}}
  };
  tests::Engine engine;
  server::sns::TopicStore topics{engine.connection, engine.writer};
  std::optional<core::HttpResponse> answer;
};
