#include "bench/orders.h"

#include <fmt/format.h>

#include <charconv>
#include <stdexcept>

namespace bench {

void create_orders(std::uint16_t port, std::string_view table, std::string_view view_type) {
  std::string stream;
  if (!view_type.empty()) {
    stream = fmt::format(R"(,"StreamSpecification":{{"StreamEnabled":true,"StreamViewType":"{}"}})",
                         view_type);
  }
  call(
      port, "DynamoDB_20120810.CreateTable",
      fmt::format(
          R"({{"TableName":"{}","AttributeDefinitions":[{{"AttributeName":"Id","AttributeType":"N"}},)"
          R"({{"AttributeName":"Amount","AttributeType":"N"}}],"KeySchema":[{{"AttributeName":"Id",)"
          R"("KeyType":"HASH"}},{{"AttributeName":"Amount","KeyType":"RANGE"}}],"BillingMode":)"
          R"("PAY_PER_REQUEST"{}}})",
          table, stream));
}

void fill_orders(std::uint16_t port, std::string_view table, std::uint64_t items) {
  std::uint64_t written = 0;
  while (written < items) {
    const auto body = [&](std::uint64_t n) { return order_body(table, (written + n) % items); };
    written += run_load({port, 16, 0.5, body, "DynamoDB_20120810.PutItem", "{}"}).requests;
  }
}

std::uint64_t count_orders(std::uint16_t port, std::string_view table) {
  const std::string answer =
      call(port, "DynamoDB_20120810.DescribeTable", fmt::format(R"({{"TableName":"{}"}})", table));
  constexpr std::string_view kCount = R"("ItemCount":)";
  const auto at = answer.find(kCount);
  if (at == std::string::npos) throw std::runtime_error("no ItemCount in " + answer);
  std::uint64_t count = 0;
  std::from_chars(answer.data() + at + kCount.size(), answer.data() + answer.size(), count);
  return count;
}

std::string order_body(std::string_view table, std::uint64_t id, char last) {
  return fmt::format(
      R"({{"TableName":"{}","Item":{{"Id":{{"N":"{}"}},"Amount":{{"N":"1000"}},"Note":{{"S":"{}{}"}}}}}})",
      table, id, std::string(99, 'x'), last);
}

Load put_orders(std::uint16_t port, std::string table, std::uint64_t items, std::uint64_t first) {
  Load load{port, 1, 1, {}, "DynamoDB_20120810.PutItem", "{}"};
  load.body = [table = std::move(table), items, first](std::uint64_t n) {
    const std::uint64_t id = n % 2 == 0 ? some_item(n, items) : items + first + n;
    return order_body(table, id, static_cast<char>('a' + (first + n) % 26));
  };
  return load;
}

}  // namespace bench
