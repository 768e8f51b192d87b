// Answers per second, beside the floor of the same run: 1 and 16 connections, GetItem of keys that
// are there, Query of a partition with one item, and durable PutItem of new and old keys with a
// KEYS_ONLY stream on. The machine's speed drifts, so rounds alternate and each figure is a median;
// quote the shares, not the figures.
//
// usage: server_bench FLOOR_PROGRAM RIVULET_PROGRAM [seconds] [rounds] [items]
#include "bench/load_client.h"
#include "bench/server_process.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

namespace {

std::uint64_t items = 100'000;  // in the table before anything is measured

std::string item_body(std::uint64_t n) {
  return fmt::format(
      R"({{"TableName":"Orders","Item":{{"Id":{{"N":"{}"}},"Amount":{{"N":"1000"}},"Note":{{"S":"{}"}}}}}})",
      n, std::string(100, 'x'));
}

// Spread over all items, the same in each run.
std::uint64_t some_item(std::uint64_t n) {
  return n * 2654435761U % items;
}

std::string key_body(std::uint64_t n) {
  return fmt::format(
      R"({{"TableName":"Orders","Key":{{"Id":{{"N":"{}"}},"Amount":{{"N":"1000"}}}}}})",
      some_item(n));
}

bench::Load get_load(std::uint16_t port, int connections, double seconds) {
  return {port,
          connections,
          seconds,
          key_body,
          "DynamoDB_20120810.GetItem",
          R"("Amount":{"N":"1000"})"};
}

bench::Load query_load(std::uint16_t port, int connections, double seconds) {
  const auto body = [](std::uint64_t n) {
    return fmt::format(R"({{"TableName":"Orders","KeyConditionExpression":"Id = :id",)"
                       R"("ExpressionAttributeValues":{{":id":{{"N":"{}"}}}}}})",
                       some_item(n));
  };
  return {port, connections, seconds, body, "DynamoDB_20120810.Query", R"("Count":1)"};
}

bench::Load put_load(std::uint16_t port, int connections, double seconds, std::uint64_t first) {
  // Half of them overwrite with another note, half are new.
  const auto body = [first](std::uint64_t n) {
    std::string text = item_body(n % 2 == 0 ? some_item(n) : items + first + n);
    text[text.size() - 6] = static_cast<char>('a' + (first + n) % 26);
    return text;
  };
  return {port, connections, seconds, body, "DynamoDB_20120810.PutItem", "{}"};
}

void create_table(std::uint16_t port) {
  const auto body = [](std::uint64_t) {
    return std::string(
        R"({"TableName":"Orders","AttributeDefinitions":[{"AttributeName":"Id","AttributeType":"N"},)"
        R"({"AttributeName":"Amount","AttributeType":"N"}],"KeySchema":[{"AttributeName":"Id",)"
        R"("KeyType":"HASH"},{"AttributeName":"Amount","KeyType":"RANGE"}],"BillingMode":)"
        R"("PAY_PER_REQUEST","StreamSpecification":{"StreamEnabled":true,"StreamViewType":)"
        R"("KEYS_ONLY"}})");
  };
  bench::run_load({port, 1, 0, body, "DynamoDB_20120810.CreateTable", "CREATING"});
}

void fill(std::uint16_t port) {
  std::uint64_t written = 0;
  while (written < items) {
    const auto body = [written](std::uint64_t n) { return item_body((written + n) % items); };
    written += bench::run_load({port, 16, 0.5, body, "DynamoDB_20120810.PutItem", "{}"}).requests;
  }
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

struct Figures {
  std::vector<double> rates;
  std::vector<double> p99;

  void add(const bench::LoadResult& result) {
    rates.push_back(result.per_second());
    p99.push_back(result.p99_ms);
  }
};

void print_row(const std::string& name, const Figures& figures, const Figures& floor) {
  fmt::print("{:<28} {:>9.0f}/s {:>6.0f} % {:>9.2f} ms\n", name, median(figures.rates),
             100 * median(figures.rates) / median(floor.rates), median(figures.p99));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return std::fprintf(stderr, "usage: server_bench FLOOR RIVULET [s] [n]\n"), 2;
  const double seconds = argc > 3 ? std::atof(argv[3]) : 2;
  const int rounds = argc > 4 ? std::atoi(argv[4]) : 3;
  if (argc > 5) items = static_cast<std::uint64_t>(std::atoll(argv[5]));
  const auto data = std::filesystem::temp_directory_path() / fmt::format("bench-{}", ::getpid());
  {
    bench::ServerProcess floor({argv[1]});
    bench::ServerProcess rivulet(
        {argv[2], "--port", "0", "--log-level", "warn", "--data-dir", data.string()});
    create_table(rivulet.port());
    fill(rivulet.port());
    fmt::print("{:<28} {:>11} {:>8} {:>12}\n", "", "rate", "of floor", "p99");
    std::uint64_t written = 0;
    for (const int connections : {1, 16}) {
      Figures floors;
      Figures gets;
      Figures queries;
      Figures puts;
      for (int round = 0; round < rounds; ++round) {
        bench::Load load = get_load(floor.port(), connections, seconds);
        floors.add(bench::run_load(load));
        gets.add(bench::run_load(get_load(rivulet.port(), connections, seconds)));
        queries.add(bench::run_load(query_load(rivulet.port(), connections, seconds)));
        const auto put = bench::run_load(put_load(rivulet.port(), connections, seconds, written));
        written += put.requests + 1;
        puts.add(put);
      }
      const std::string suffix =
          fmt::format(", {} connection{}", connections, connections == 1 ? "" : "s");
      print_row("floor" + suffix, floors, floors);
      print_row("GetItem" + suffix, gets, floors);
      print_row("Query" + suffix, queries, floors);
      print_row("PutItem" + suffix, puts, floors);
    }
  }
  std::filesystem::remove_all(data);
}
