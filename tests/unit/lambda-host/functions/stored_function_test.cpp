#include "lambda-host/functions/function_json.h"

#include <doctest/doctest.h>

#include <stdexcept>

namespace stored_function_test {

namespace {

using lambda_host::FunctionConfiguration;

FunctionConfiguration example() {
  FunctionConfiguration f;
  f.scope = {core::AccountId("111122223333"), core::Region("eu-west-1")};
  f.name = core::FunctionName("F");
  f.runtime = "python3.12";
  f.handler = "handler.handler";
  f.role = "arn:aws:iam::111122223333:role/r";
  f.environment = lambda_host::Variables{
      {"A", "b"}
  };
  f.code_sha256 = "c2hh";
  f.code_size_bytes = 123;
  f.code_id = "id";
  f.code_folder = "/home/me/dist";
  f.last_modified = core::WallTime(core::Duration(1'764'037'614'000'001));
  f.revision_id = "rev";
  f.logging.group = "/aws/lambda/F";
  return f;
}

}  // namespace

TEST_CASE("the stored form is read back to an equal value") {
  FunctionConfiguration f = example();
  f.version = "7";
  f.description = "a \"quoted\" ü";
  f.timeout_seconds = 900;
  f.memory_megabytes = 1024;
  f.ephemeral_storage_megabytes = 600;
  f.architecture = "arm64";
  f.logging = {lambda_host::LogFormat::json, "/g", "DEBUG", "WARN"};
  f.tracing_mode = "Active";
  f.last_version = 6;
  f.published_description = "before";
  f.vpc = lambda_host::VpcConfiguration{
      {"subnet-1", "subnet-2"},
      {"sg-1"         },
      true
  };
  f.kms_key_arn = "arn:k";
  f.snap_start = "PublishedVersions";
  f.dead_letter_target = "arn:aws:sqs:eu-west-1:111122223333:q";
  f.tags = {
      {"k", "v"}
  };
  CHECK(lambda_host::read_stored_configuration(write_stored_configuration(f)) == f);
  CHECK(lambda_host::read_stored_configuration(write_stored_configuration(example())) == example());
}

TEST_CASE("a stored text that we didn't write is refused") {
  for (const char* text : {"[]", "{}", "nonsense", R"({"account":1,"region":"r","name":"n"})"}) {
    CAPTURE(text);
    CHECK_THROWS_AS(lambda_host::read_stored_configuration(text), std::runtime_error);
  }
}

TEST_CASE("what an older version didn't write keeps its default") {
  const FunctionConfiguration f = lambda_host::read_stored_configuration(
      R"({"account":"111122223333","region":"eu-west-1","name":"F"})");
  FunctionConfiguration bare;
  bare.scope = {core::AccountId("111122223333"), core::Region("eu-west-1")};
  bare.name = core::FunctionName("F");
  CHECK(f == bare);
}

TEST_CASE("a stored member of another type, or no name, is refused by its name") {
  const std::string front = R"({"account":"1","region":"r","name":"n",)";
  const auto error = [](const std::string& text) -> std::string {
    try {
      lambda_host::read_stored_configuration(text);
    } catch (const std::runtime_error& refused) {
      return refused.what();
    }
    return {};
  };
  CHECK(error("[]") == "stored function: no object");
  for (const char* text : {R"({"region":"r","name":"n"})", R"({"account":"1","name":"n"})",
                           R"({"account":"1","region":"r"})"}) {
    CAPTURE(text);
    CHECK(error(text) == "stored function: no name");
  }
  CHECK(error(front + R"("timeout_seconds":"3"})") ==
        "stored function: wrong type of timeout_seconds");
  CHECK(error(front + R"("code_size_bytes":"3"})") ==
        "stored function: wrong type of code_size_bytes");
  CHECK(error(front + R"("tags":[]})") == "stored function: wrong type of tags");
  CHECK(error(front + R"("dead_letter_target":1})") ==
        "stored function: wrong type of dead_letter_target");
}

TEST_CASE("layers are read as they were stored, and shown between their neighbours") {
  FunctionConfiguration f = example();
  f.layers = {
      {"arn:a:1", 10},
      {"arn:b:2", 20}
  };
  CHECK(lambda_host::read_stored_configuration(lambda_host::write_stored_configuration(f)) == f);
  core::json::Writer writer;
  lambda_host::write_configuration(writer, f, lambda_host::Phase::listed);
  CHECK(writer.take().find(
            R"("Layers":[{"Arn":"arn:a:1","CodeSize":10},{"Arn":"arn:b:2","CodeSize":20}],)"
            R"("LoggingConfig":)") != std::string::npos);
}

}  // namespace stored_function_test
