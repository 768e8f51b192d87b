// Answers per second, beside the floor of the same run: 1 and 16 connections, GetItem of keys that
// are there, Query of a partition with one item, and durable PutItem of new and old keys with a
// KEYS_ONLY stream on; and the same as statements, SELECT by key and INSERT of new keys, beside a
// PutItem of new keys that may not be there. The machine's speed drifts, so many short rounds
// alternate; a share is the median of those that the rounds had of their own floor. Quote the
// shares, not the rates.
//
// usage: server_bench FLOOR_PROGRAM RIVULET_PROGRAM [seconds] [rounds] [items]
#include "bench/medians.h"
#include "bench/orders.h"
#include "bench/server_process.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

constexpr const char* kTable = "Orders";

bench::Load get_load(std::uint16_t port, std::uint64_t items, std::uint64_t first) {
  const auto body = [=](std::uint64_t n) {
    return fmt::format(
        R"({{"TableName":"Orders","Key":{{"Id":{{"N":"{}"}},"Amount":{{"N":"1000"}}}}}})",
        bench::some_item(first + n, items));
  };
  return {port, 1, 1, body, "DynamoDB_20120810.GetItem", R"("Amount":{"N":"1000"})"};
}

bench::Load query_load(std::uint16_t port, std::uint64_t items, std::uint64_t first) {
  const auto body = [=](std::uint64_t n) {
    return fmt::format(R"({{"TableName":"Orders","KeyConditionExpression":"Id = :id",)"
                       R"("ExpressionAttributeValues":{{":id":{{"N":"{}"}}}}}})",
                       bench::some_item(first + n, items));
  };
  return {port, 1, 1, body, "DynamoDB_20120810.Query", R"("Count":1)"};
}

bench::Load select_load(std::uint16_t port, std::uint64_t items, std::uint64_t first) {
  const auto body = [=](std::uint64_t n) {
    return fmt::format(
        R"({{"Statement":"SELECT * FROM Orders WHERE Id=? AND Amount=?","Parameters":[{{"N":"{}"}},{{"N":"1000"}}]}})",
        bench::some_item(first + n, items));
  };
  return {port, 1, 1, body, "DynamoDB_20120810.ExecuteStatement", R"("Amount":{"N":"1000"})"};
}

// Of the items from `from` on.
bench::Load insert_load(std::uint16_t port, std::uint64_t from) {
  const auto body = [=](std::uint64_t n) {
    return fmt::format(
        R"({{"Statement":"INSERT INTO Orders VALUE {{'Id':?,'Amount':?,'Note':?}}","Parameters":[{{"N":"{}"}},{{"N":"1000"}},{{"S":"{}"}}]}})",
        from + n, std::string(100, 'x'));
  };
  return {port, 1, 1, body, "DynamoDB_20120810.ExecuteStatement", R"({"Items":[]})"};
}

bench::Load create_load(std::uint16_t port, std::uint64_t from) {
  const auto body = [=](std::uint64_t n) {
    return fmt::format(
        R"-({{"TableName":"Orders","ConditionExpression":"attribute_not_exists(Id)",)-"
        R"("Item":{{"Id":{{"N":"{}"}},"Amount":{{"N":"1000"}},"Note":{{"S":"{}"}}}}}})",
        from + n, std::string(100, 'x'));
  };
  return {port, 1, 1, body, "DynamoDB_20120810.PutItem", "{}"};
}

struct Figures {
  std::vector<double> rates;
  std::vector<double> p99;

  void add(const bench::LoadResult& result) {
    rates.push_back(result.per_second());
    p99.push_back(result.p99_ms);
  }
};

struct Round {
  int connections;
  double seconds;
};

bench::LoadResult run(bench::Load load, const Round& round) {
  load.connections = round.connections;
  load.seconds = round.seconds;
  return bench::run_load(load);
}

void print_row(const std::string& name, const Figures& figures, const Figures& floor) {
  fmt::print("{:<28} {:>9.0f}/s {:>6.0f} % {:>9.2f} ms\n", name, bench::median(figures.rates),
             100 * bench::median_ratio(figures.rates, floor.rates), bench::median(figures.p99));
}

// Answers of 200 that wrote nothing would look fast.
void check_count(std::uint16_t port, std::uint64_t at_least) {
  const std::uint64_t count = bench::count_orders(port, kTable);
  if (count < at_least) {
    throw std::runtime_error(fmt::format("{} items, {} were written", count, at_least));
  }
}

void measure(std::uint16_t floor, std::uint16_t rivulet, std::uint64_t items, double seconds,
             int rounds) {
  fmt::print("{:<28} {:>11} {:>8} {:>12}\n", "", "rate", "of floor", "p99");
  std::uint64_t first = 0;  // no two rounds of puts make the same items, nor of gets ask for them
  std::uint64_t made = 0;
  for (const int connections : {1, 16}) {
    Figures floors;
    Figures gets;
    Figures queries;
    Figures puts;
    Figures selects;
    Figures inserts;
    Figures creates;
    for (int i = 0; i < rounds; ++i) {
      const Round round{connections, seconds};
      floors.add(run(get_load(floor, items, first), round));
      gets.add(run(get_load(rivulet, items, first), round));
      queries.add(run(query_load(rivulet, items, first), round));
      const auto put = run(bench::put_orders(rivulet, kTable, items, first), round);
      puts.add(put);
      first += put.requests + 64;
      made += put.requests / 2;
      selects.add(run(select_load(rivulet, items, first), round));
      const auto insert = run(insert_load(rivulet, items + first), round);
      inserts.add(insert);
      first += insert.requests + 64;
      made += insert.requests;
      const auto create = run(create_load(rivulet, items + first), round);
      creates.add(create);
      first += create.requests + 64;
      made += create.requests;
    }
    const std::string suffix =
        fmt::format(", {} connection{}", connections, connections == 1 ? "" : "s");
    print_row("floor" + suffix, floors, floors);
    print_row("GetItem" + suffix, gets, floors);
    print_row("Query" + suffix, queries, floors);
    print_row("PutItem" + suffix, puts, floors);
    print_row("SELECT" + suffix, selects, floors);
    print_row("INSERT" + suffix, inserts, floors);
    print_row("PutItem if new" + suffix, creates, floors);
  }
  check_count(rivulet, items + made - 64);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3)
    return std::fprintf(stderr, "usage: server_bench FLOOR RIVULET [s] [n] [items]\n"), 2;
  const double seconds = argc > 3 ? std::atof(argv[3]) : 0.2;
  const int rounds = argc > 4 ? std::atoi(argv[4]) : 25;
  const std::uint64_t items = argc > 5 ? std::strtoull(argv[5], nullptr, 10) : 100'000;
  const auto data = std::filesystem::temp_directory_path() / fmt::format("bench-{}", ::getpid());
  {
    bench::ServerProcess floor({argv[1]});
    bench::ServerProcess rivulet(
        {argv[2], "--port", "0", "--log-level", "warn", "--data-dir", data.string()});
    bench::create_orders(rivulet.port(), kTable, "KEYS_ONLY");
    bench::fill_orders(rivulet.port(), kTable, items);
    measure(floor.port(), rivulet.port(), items, seconds, rounds);
  }
  std::filesystem::remove_all(data);
}
