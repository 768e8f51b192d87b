#include "server/seeds/applier.h"

#include "server/seeds/document.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>

namespace applier_test {

using namespace server::seeds;
using server::client::HttpAnswer;
using server::client::HttpQuestion;

namespace {

// A server of tables: it knows their names, and their descriptions are what was asked for.
class FakeServer : public Transport {
 public:
  HttpAnswer ask(const HttpQuestion& question) override {
    const std::string operation = name_of(question);
    const auto document = core::json::Document::parse(question.body);
    const Value body = from_json(document.root());
    const std::string table = body.text_of("TableName");
    asked.push_back(operation + (table.empty() ? "" : " " + table));
    bodies.push_back(question.body);
    if (refused.contains(asked.back())) return {400, R"({"__type":"x#Bad","message":"no"})"};
    if (operation == "CreateTable") tables[table] = body;
    if (operation == "DeleteTable") tables.erase(table);
    if (operation != "DescribeTable") return {200, "{}"};
    if (!tables.contains(table)) return {400, R"({"__type":"x#ResourceNotFoundException"})"};
    Value described = tables[table];
    described.set("TableStatus", pauses < pauses_until_active ? "CREATING" : "ACTIVE");
    described.set("LatestStreamArn", "arn:" + table);
    return {200, to_json(Value().set("Table", described))};
  }
  void pause(std::chrono::milliseconds) override { ++pauses; }

  std::map<std::string, Value> tables;
  std::set<std::string> refused;
  std::vector<std::string> asked;
  std::vector<std::string> bodies;
  int pauses = 0;
  int pauses_until_active = 0;

 private:
  static std::string name_of(const HttpQuestion& question) {
    for (const auto& [name, value] : question.headers) {
      if (name == "X-Amz-Target") return value.substr(value.find('.') + 1);
    }
    return question.method + question.target;
  }
};

Resource table(const std::string& name) {
  Value named;
  named.set("TableName", name);
  Resource resource;
  resource.what = "table " + name;
  resource.place = {"s", 1};
  resource.look = dynamodb("DescribeTable", named);
  resource.found_at = {"Table"};
  resource.wanted = named;
  resource.ready = Readiness{{"TableStatus"}, "ACTIVE"};
  resource.make = dynamodb("CreateTable", named);
  resource.undo = {dynamodb("DeleteTable", named)};
  resource.outputs = {
      {"the stream of " + name, {"Table", "LatestStreamArn"}}
  };
  return resource;
}

Seed seed_of(Resources resources) {
  return {
      {core::AccountId("000000000042"), core::Region("eu-west-1")},
      std::move(resources)
  };
}

std::string fault(const std::vector<Seed>& seeds, FakeServer& server) {
  try {
    apply_seeds(seeds, server);
    return "";
  } catch (const Fault& error) {
    return error.what();
  }
}

using Names = std::vector<std::string>;

// Notes what is begun and ended among what the server is asked.
class FakeJournal : public Journal {
 public:
  explicit FakeJournal(FakeServer& server) : server_(server) {}
  std::optional<Making> unfinished() override { return making; }
  void begin(const Making& begun) override {
    making = begun;
    server_.asked.push_back("begin " + begun.what);
  }
  void end() override {
    making.reset();
    server_.asked.push_back("end");
  }

  std::optional<Making> making;

 private:
  FakeServer& server_;
};

const core::Scope kScope{core::AccountId("000000000042"), core::Region("eu-west-1")};

Resource in_steps(const std::string& name) {
  Resource resource = table(name);
  resource.after = {dynamodb("UpdateTimeToLive", Value().set("TableName", name))};
  return resource;
}

}  // namespace

TEST_CASE("all is looked at before what isn't there is made") {
  FakeServer server;
  server.tables["B"] = Value().set("TableName", "B");
  const std::vector<Seed> seeds = {seed_of({table("A"), table("B")}), seed_of({table("C")})};
  const Applied applied = apply_seeds(seeds, server);
  CHECK(applied.made == Names{"table A", "table C"});
  CHECK(applied.there == Names{"table B"});
  CHECK(server.asked == Names{"DescribeTable A", "DescribeTable B", "DescribeTable C",
                              "CreateTable A", "DescribeTable A", "CreateTable C",
                              "DescribeTable C"});
}

TEST_CASE("what is there and differs stops all before anything is made") {
  FakeServer server;
  server.tables["B"] = Value().set("TableName", "other");
  CHECK(
      fault({seed_of({table("A"), table("B")})}, server) ==
      "s, line 1: table B is there already, and differs: its TableName is \"other\", and the seed "
      "says \"B\".");
  CHECK_FALSE(server.tables.contains("A"));
}

TEST_CASE("a table is waited for until it is active") {
  FakeServer server;
  server.pauses_until_active = 3;
  Resource resource = table("A");
  resource.after = {dynamodb("UpdateTimeToLive", Value().set("TableName", "A"))};
  apply_seeds(std::vector{seed_of({resource})}, server);
  CHECK(server.pauses == 3);
  CHECK(server.asked.back() == "UpdateTimeToLive A");
  server.pauses_until_active = 1'000'000;
  CHECK(fault({seed_of({table("B")})}, server) == "s, line 1: table B was made, and isn't ready");
  CHECK_FALSE(server.tables.contains("B"));
}

TEST_CASE("a fault undoes what was made, the last first, of all seeds") {
  FakeServer server;
  server.refused = {"CreateTable C", "DeleteTable B"};
  const std::vector<Seed> seeds = {seed_of({table("A")}), seed_of({table("B"), table("C")})};
  CHECK(fault(seeds, server) == "s, line 1: table C: Bad: no");
  const Names ended(server.asked.end() - 3, server.asked.end());
  CHECK(ended == Names{"CreateTable C", "DeleteTable B", "DeleteTable A"});
}

TEST_CASE("a later resource may speak of one that was made, or was there") {
  FakeServer server;
  server.tables["A"] = Value().set("TableName", "A");
  Resource b = table("B");
  b.make.body.set("Source", reference("the stream of A"));
  Resource c = table("C");
  c.make.body.set("Source", reference("the stream of B"));
  apply_seeds(std::vector{seed_of({table("A"), b}), seed_of({c})}, server);
  CHECK(server.tables["B"].text_of("Source") == "arn:A");
  CHECK(server.tables["C"].text_of("Source") == "arn:B");
  Resource d = table("D");
  d.make.body.set("Source", reference("the stream of Z"));
  CHECK(fault({seed_of({d})}, server) == "s, line 1: table D: the stream of Z isn't there");
}

TEST_CASE("what is there is compared with what references stand for") {
  FakeServer server;
  server.tables["A"] = Value().set("TableName", "A");
  server.tables["B"] = Value().set("TableName", "B").set("Source", "arn:A");
  Resource b = table("B");
  b.wanted.set("Source", reference("the stream of A"));
  CHECK(apply_seeds(std::vector{seed_of({table("A"), b})}, server).there ==
        Names{"table A", "table B"});
  server.tables["B"].set("Source", "arn:Z");
  CHECK(fault({seed_of({table("A"), b})}, server) ==
        "s, line 1: table B is there already, and differs: its Source is \"arn:Z\", and the seed "
        "says \"arn:A\".");
}

TEST_CASE("what is looked for in a text is there when the text has it, and not waited for") {
  FakeServer server;
  Resource resource = table("A");
  resource.found_at = {};
  resource.wanted = {};
  resource.ready.reset();
  resource.found_text = "\"LatestStreamArn\":\"arn:A\"";
  CHECK(apply_seeds(std::vector{seed_of({resource})}, server).made == Names{"table A"});
  CHECK(apply_seeds(std::vector{seed_of({resource})}, server).there == Names{"table A"});
  resource.found_text = "arn:B";
  CHECK(apply_seeds(std::vector{seed_of({resource})}, server).made == Names{"table A"});
  CHECK(server.pauses == 0);
}

TEST_CASE("what compares itself is made again, and its refusal is the difference") {
  FakeServer server;
  server.tables["A"] = Value().set("TableName", "other");
  Resource resource = table("A");
  resource.compares_itself = true;
  CHECK(apply_seeds(std::vector{seed_of({resource})}, server).there == Names{"table A"});
  CHECK(server.asked == Names{"DescribeTable A", "CreateTable A"});
  server.refused = {"CreateTable A"};
  CHECK(fault({seed_of({resource})}, server) ==
        "s, line 1: table A: it is there already, and differs: Bad: no");
}

TEST_CASE("what can't be looked at is made always, and not waited for") {
  FakeServer server;
  Resource resource = table("A");
  resource.look.reset();
  CHECK(apply_seeds(std::vector{seed_of({resource})}, server).made == Names{"table A"});
  CHECK(server.asked == Names{"CreateTable A"});
}

TEST_CASE("items come in batches of 25 once the table is there, and only when it is made") {
  FakeServer server;
  Resource resource = table("A");
  ItemSource source;
  source.table = "A";
  source.key = {"id"};
  std::vector<Value> items;
  for (int i = 0; i < 51; ++i) items.push_back(Value().set("id", std::to_string(i)));
  source.items = items;
  resource.items = {source};
  apply_seeds(std::vector{seed_of({resource})}, server);
  CHECK(std::count(server.asked.begin(), server.asked.end(), "BatchWriteItem") == 3);
  CHECK(server.bodies.back() ==
        R"({"RequestItems":{"A":[{"PutRequest":{"Item":{"id":{"S":"50"}}}}]}})");
  server.asked.clear();
  apply_seeds(std::vector{seed_of({resource})}, server);
  CHECK(server.asked == Names{"DescribeTable A"});
}

TEST_CASE("items are put as they are, whatever their texts look like") {
  FakeServer server;
  Resource resource = table("A");
  ItemSource source;
  source.table = "A";
  source.key = {"id"};
  source.items = std::vector<Value>{Value().set("id", reference("x"))};
  resource.items = {source};
  const std::string item = R"({"id":{"S":"\u0001x\u0001"}})";
  CHECK(fault({seed_of({resource})}, server).empty());
  CHECK(server.bodies.back() == R"({"RequestItems":{"A":[{"PutRequest":{"Item":)" + item + "}}]}}");
  server.tables.clear();
  server.refused = {"BatchWriteItem"};
  CHECK(fault({seed_of({resource})}, server).empty());
  CHECK(server.bodies.back() == R"({"TableName":"A","Item":)" + item + "}");
}

TEST_CASE("of a batch that is refused, the item at fault is named") {
  FakeServer server;
  server.refused = {"BatchWriteItem"};
  Resource resource = table("A");
  ItemSource source;
  source.table = "A";
  source.key = {"id"};
  source.place = {"s", 0, Path("items")};
  source.items = std::vector<Value>{Value().set("id", "1"), Value().set("id", "2")};
  resource.items = {source};
  CHECK(fault({seed_of({resource})}, server).empty());  // two puts of one key, say
  CHECK(std::count(server.asked.begin(), server.asked.end(), "PutItem A") == 2);
  server.tables.clear();
  server.refused.insert("PutItem A");
  CHECK(fault({seed_of({resource})}, server) == "s, items[0]: an item of table A: Bad: no");
  CHECK(server.tables.empty());
}

TEST_CASE("the journal has what is made in steps, while it is made") {
  FakeServer server;
  FakeJournal journal(server);
  apply_seeds(std::vector{seed_of({table("A"), in_steps("B")})}, server, &journal);
  CHECK(server.asked == Names{"DescribeTable A", "DescribeTable B", "CreateTable A",
                              "DescribeTable A", "begin table B", "CreateTable B",
                              "DescribeTable B", "UpdateTimeToLive B", "end"});
  CHECK_FALSE(journal.making);
  // A fault leaves nothing of it, and so nothing in the journal.
  server.refused = {"UpdateTimeToLive C"};
  CHECK_THROWS_AS(apply_seeds(std::vector{seed_of({in_steps("C")})}, server, &journal), Fault);
  CHECK_FALSE(server.tables.contains("C"));
  CHECK_FALSE(journal.making);
}

TEST_CASE("items are a step, too") {
  FakeServer server;
  FakeJournal journal(server);
  Resource resource = table("A");
  ItemSource source;
  source.table = "A";
  source.key = {"id"};
  source.items = std::vector<Value>{Value().set("id", "1")};
  resource.items = {source};
  apply_seeds(std::vector{seed_of({resource})}, server, &journal);
  CHECK(server.asked == Names{"DescribeTable A", "begin table A", "CreateTable A",
                              "DescribeTable A", "BatchWriteItem", "end"});
}

TEST_CASE("what was being made when the program ended is made anew") {
  FakeServer server;
  FakeJournal journal(server);
  for (const char* name : {"A", "B"}) server.tables[name] = Value().set("TableName", name);
  journal.making = Making{kScope, "table B"};
  const Applied applied =
      apply_seeds(std::vector{seed_of({in_steps("A"), in_steps("B")})}, server, &journal);
  CHECK(applied.made == Names{"table B"});
  CHECK(applied.there == Names{"table A"});
  const Names begun(server.asked.begin(), server.asked.begin() + 4);
  CHECK(begun == Names{"DescribeTable B", "DeleteTable B", "DescribeTable B", "end"});
  CHECK(server.asked.back() == "end");
}

TEST_CASE("what was to be made and wasn't begun is only forgotten") {
  FakeServer server;
  FakeJournal journal(server);
  journal.making = Making{kScope, "table A"};
  apply_seeds(std::vector{seed_of({table("A")})}, server, &journal);
  CHECK(server.asked ==
        Names{"DescribeTable A", "end", "DescribeTable A", "CreateTable A", "DescribeTable A"});
}

TEST_CASE("what no seed has any more is left as it is, and of another account, too") {
  FakeServer server;
  FakeJournal journal(server);
  server.tables["A"] = Value().set("TableName", "A");
  journal.making = Making{
      {core::AccountId("000000000043"), kScope.region},
      "table A"
  };
  CHECK(apply_seeds(std::vector{seed_of({table("A")})}, server, &journal).made.empty());
  journal.making = Making{kScope, "table Z"};
  CHECK(apply_seeds({}, server, &journal).made.empty());
  CHECK(server.asked == Names{"end", "DescribeTable A", "end"});
  CHECK_FALSE(journal.making);
}

}  // namespace applier_test
