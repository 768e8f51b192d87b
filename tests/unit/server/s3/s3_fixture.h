#pragma once

#include "server/s3/s3_api.h"
#include "storage/files/data_directory.h"
#include "tests/support/engine.h"
#include "tests/support/fake_headers.h"
#include "tests/support/xml_element.h"

#include <deque>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

using tests::element;

// S3 over a database in memory and a temporary directory. Workers do their work when the turn ends,
// unless a test holds them up.
struct S3Fixture {
  // Whose request it is: an account, or any other access key.
  std::string access_key = "AKIDEXAMPLE";
  std::string region = "us-east-1";

  core::HttpResponse ask(const std::string& method, const std::string& target,
                         tests::HeaderList fields = {}, std::string body = {}) {
    send(method, target, std::move(fields), std::move(body));
    settle();
    return answer.value();
  }
  // Its answer comes into `answer`, maybe later.
  void send(const std::string& method, const std::string& target, tests::HeaderList fields = {},
            std::string body = {}) {
    answer.reset();
    fields.emplace_back("Authorization", "AWS4-HMAC-SHA256 Credential=" + access_key +
                                             "/20261128/" + region +
                                             "/s3/aws4_request, SignedHeaders=host, Signature=0");
    sent.emplace_back(method, target, tests::FakeHeaders(std::move(fields)));
    auto& [kept_method, kept_target, headers] = sent.back();
    server::s3::serve_s3({kept_method, kept_target, headers, std::move(body)}, store,
                         engine.services,
                         [this](core::HttpResponse response) { answer = std::move(response); });
  }
  void settle() {
    do {
      engine.run_turn();
    } while (run_worker());
  }
  // One piece of work and its completion; false when there is none.
  bool run_worker() {
    if (work.empty()) return false;
    auto [run, done] = std::move(work.front());
    work.pop_front();
    run();
    done();
    return true;
  }

  void make_bucket(const std::string& name = "b-1") { ask("PUT", "/" + name); }
  void put(const std::string& key, const std::string& content = "x") {
    ask("PUT", "/b-1/" + key, {}, content);
  }
  std::string get(const std::string& key) { return ask("GET", "/b-1/" + key).body; }

  // "404 NoSuchKey: The specified key does not exist."; "" for an answer that is no error.
  std::string error(const std::string& method, const std::string& target,
                    tests::HeaderList fields = {}, std::string body = {}) {
    const auto response = ask(method, target, std::move(fields), std::move(body));
    return tests::xml_error(response.status, response.body);
  }
  static std::string header(const core::HttpResponse& response, std::string_view name) {
    for (const auto& [key, value] : response.headers) {
      if (key == name) return value;
    }
    for (const auto& [key, value] : response.named_headers) {
      if (key == name) return value;
    }
    return "";
  }
  // All of the answer, without what is another each time.
  static std::string stable(std::string xml) {
    const auto ids = xml.find("<RequestId>");
    return ids == std::string::npos ? xml : xml.substr(0, ids);
  }

  // The files below buckets/, by their names without ids, in order.
  std::vector<std::string> files() const {
    const auto root = directory.own().path() / "buckets";
    std::vector<std::string> found;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
      const std::string path = entry.path().lexically_relative(root).string();
      if (!entry.is_directory()) found.push_back(path.substr(0, path.rfind('@')));
    }
    std::sort(found.begin(), found.end());
    return found;
  }

  server::s3::ObjectStore::Parts parts() {
    return {engine.connection,
            engine.writer,
            engine.clock,
            directory.own().find_or_make("buckets"),
            false,
            [this](std::function<void()> run, std::function<void()> done) {
              work.emplace_back(std::move(run), std::move(done));
            }};
  }

  tests::Engine engine;
  storage::files::DataDirectory directory = storage::files::DataDirectory::temporary();
  std::deque<std::pair<std::function<void()>, std::function<void()>>> work;
  server::s3::ObjectStore store{parts()};
  std::deque<std::tuple<std::string, std::string, tests::FakeHeaders>> sent;
  std::optional<core::HttpResponse> answer;
};
