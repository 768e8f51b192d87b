#include "server/program.h"

#include "server/app.h"
#include "server/version.h"

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <vector>

namespace program_test {

namespace {

struct Ended {
  int code;
  std::string output;
  std::string errors;
};

struct Close {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, Close>;

std::string text_of(std::FILE* file) {
  std::rewind(file);
  std::string text;
  for (int c = std::fgetc(file); c != EOF; c = std::fgetc(file)) {
    text.push_back(static_cast<char>(c));
  }
  return text;
}

Ended run(std::vector<const char*> arguments) {
  arguments.insert(arguments.begin(), "rivulet");
  const File output(std::tmpfile());
  const File errors(std::tmpfile());
  REQUIRE(output);
  REQUIRE(errors);
  const int code = server::run_program(static_cast<int>(arguments.size()), arguments.data(),
                                       output.get(), errors.get());
  return {code, text_of(output.get()), text_of(errors.get())};
}

}  // namespace

TEST_CASE("what is asked for is printed, and that is success") {
  const Ended version = run({"--version"});
  CHECK(version.code == 0);
  CHECK(version.output.find(server::kVersion) != std::string::npos);
  CHECK(version.errors.empty());
  const Ended help = run({"--help"});
  CHECK(help.code == 0);
  CHECK(help.output.find("--in-memory") != std::string::npos);
}

TEST_CASE("a command line that is wrong is an error of its own") {
  const Ended unknown = run({"--no-such-flag"});
  CHECK(unknown.code == 2);
  CHECK(unknown.output.empty());
  CHECK(unknown.errors.find("--no-such-flag") != std::string::npos);
}

TEST_CASE("what can't be done says why") {
  server::Options options;
  options.in_memory = true;
  options.port = 0;
  const server::App other(options);
  const std::string port = other.url().substr(other.url().rfind(':') + 1);
  const Ended taken = run({"--in-memory", "--port", port.c_str()});
  CHECK(taken.code == 1);
  CHECK(taken.output.empty());
  CHECK(taken.errors ==
        "rivulet: can't listen on 127.0.0.1:" + port + ": Address already in use\n");
}

TEST_CASE("a server that isn't healthy is named") {
  // Nobody listens on port 1, which is a privileged one.
  const Ended ended = run({"healthcheck", "--url", "http://127.0.0.1:1"});
  CHECK(ended.code == 1);
  CHECK(ended.errors == "rivulet at http://127.0.0.1:1 isn't healthy: Connection refused\n");
}

TEST_CASE("a server that doesn't answer has no status") {
  const Ended ended = run({"status", "--url", "http://127.0.0.1:1"});
  CHECK(ended.code == 1);
  CHECK(ended.output.empty());
  CHECK(ended.errors ==
        "rivulet at http://127.0.0.1:1 doesn't say how it is: Connection refused\n");
}

TEST_CASE("env prints what a shell evaluates, whether or not the server is there") {
  const Ended ended = run({"env", "--url", "http://127.0.0.1:1", "--region", "eu-west-1"});
  CHECK(ended.code == 0);
  CHECK(
      ended.output.starts_with("export AWS_ENDPOINT_URL=http://127.0.0.1:1\n"
                               "export AWS_REGION=eu-west-1\n"));
  CHECK(ended.errors.empty());
}

}  // namespace program_test
