#include "tests/unit/server/operations/queues/queue_fixture.h"

namespace queue_tags_test {

namespace {

std::string tags(int first, int last) {
  std::string text;
  for (int i = first; i <= last; ++i) text += ",\"k" + std::to_string(i) + "\":\"v\"";
  return "{" + text.substr(1) + "}";
}

}  // namespace

TEST_CASE("tags are added, replaced and removed") {
  QueueWorld world;
  const auto listed = [&] { return world.answer("ListQueueTags", QueueWorld::about("orders")); };
  CHECK(listed() == "{}");
  world.answer("TagQueue", QueueWorld::about("orders", R"(,"Tags":{"b":"1","a":""})"));
  world.answer("TagQueue", QueueWorld::about("orders", R"(,"Tags":{"b":"2"})"));
  CHECK(listed() == R"({"Tags":{"a":"","b":"2"}})");
  world.answer("UntagQueue", QueueWorld::about("orders", R"(,"TagKeys":["a","x"])"));
  CHECK(listed() == R"({"Tags":{"b":"2"}})");
  world.answer("CreateQueue", R"({"QueueName":"tagged","tags":{"c":"3"}})");
  CHECK(world.answer("ListQueueTags", QueueWorld::about("tagged")) == R"({"Tags":{"c":"3"}})");
}

TEST_CASE("a queue has at most fifty tags") {
  QueueWorld world;
  CHECK(world.error("TagQueue", QueueWorld::about("orders", R"(,"Tags":)" + tags(1, 50))).empty());
  CHECK(world.error("TagQueue", QueueWorld::about("orders", R"(,"Tags":)" + tags(50, 50))).empty());
  CHECK(world.error("TagQueue", QueueWorld::about("orders", R"(,"Tags":)" + tags(51, 51))) ==
        "InvalidParameterValueException: Too many tags added for queue: 51 exceeds the limit of "
        "50.");
}

TEST_CASE("a tag's key has up to 128 characters, its value up to 256") {
  QueueWorld world;
  const auto tag = [&](std::size_t key, std::size_t value) {
    return world.error(
        "TagQueue", QueueWorld::about("orders", R"(,"Tags":{")" + std::string(key, 'k') + R"(":")" +
                                                    std::string(value, 'v') + "\"}"));
  };
  const std::string refused =
      "InvalidParameterValueException: A tag has a key of up to 128 and a value of up to 256 "
      "characters.";
  CHECK(tag(128, 256).empty());
  CHECK(tag(129, 256) == refused);
  CHECK(tag(128, 257) == refused);
}

}  // namespace queue_tags_test
