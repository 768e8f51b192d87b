// What a stream costs: durable PutItem over 16 connections, half of it on items that are there, on
// a table with a stream of each view type and on one without; and GetRecords at the tip of a shard.
// Many short rounds alternate and each share is the median of theirs, since the machine's speed
// drifts.
//
// usage: stream_bench RIVULET_PROGRAM [seconds] [rounds] [items]
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

constexpr const char* kPlain = "Plain";

struct Plan {
  double seconds;
  int rounds;
  std::uint64_t items;
};

// The text between `before` and the next quote.
std::string text_after(const std::string& answer, std::string_view before) {
  const auto at = answer.find(before);
  if (at == std::string::npos) throw std::runtime_error(fmt::format("no {} in {}", before, answer));
  const auto begin = at + before.size();
  return answer.substr(begin, answer.find('"', begin) - begin);
}

std::string latest_iterator(std::uint16_t port, std::string_view table) {
  const std::string described = bench::call(port, "DynamoDB_20120810.DescribeTable",
                                            fmt::format(R"({{"TableName":"{}"}})", table));
  const std::string arn = text_after(described, R"("LatestStreamArn":")");
  const std::string stream = bench::call(port, "DynamoDBStreams_20120810.DescribeStream",
                                         fmt::format(R"({{"StreamArn":"{}"}})", arn));
  const std::string iterator =
      bench::call(port, "DynamoDBStreams_20120810.GetShardIterator",
                  fmt::format(R"({{"StreamArn":"{}","ShardId":"{}","ShardIteratorType":"LATEST"}})",
                              arn, text_after(stream, R"("ShardId":")")));
  return text_after(iterator, R"("ShardIterator":")");
}

// A server of its own for each view type: what one stream costs, not what others beside it do.
void measure_writes(std::uint16_t port, const std::string& view, const Plan& plan) {
  std::vector<double> without;
  std::vector<double> with;
  std::uint64_t first = 0;
  for (int round = 0; round < plan.rounds; ++round) {
    for (auto* rates : {&without, &with}) {
      bench::Load load = bench::put_orders(port, rates == &with ? view : kPlain, plan.items, first);
      load.connections = 16;
      load.seconds = plan.seconds;
      const auto result = bench::run_load(load);
      rates->push_back(result.per_second());
      first += result.requests + 64;
    }
  }
  fmt::print("PutItem, {:<20} {:>9.0f}/s, without a stream {:>9.0f}/s: {:>4.0f} %\n", view,
             bench::median(with), bench::median(without), 100 * bench::median_ratio(with, without));
}

// The iterator at the tip is asked again and again, as a consumer does that waits for records.
void measure_reads_at_tip(std::uint16_t port, const std::string& table, double seconds) {
  const std::string body = fmt::format(R"({{"ShardIterator":"{}"}})", latest_iterator(port, table));
  bench::Load load{port,
                   16,
                   seconds,
                   [&](std::uint64_t) { return body; },
                   "DynamoDBStreams_20120810.GetRecords",
                   R"("Records":[])"};
  fmt::print("GetRecords at the tip, no new records {:>9.0f}/s\n",
             bench::run_load(load).per_second());
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return std::fprintf(stderr, "usage: stream_bench RIVULET [s] [n] [items]\n"), 2;
  const Plan plan{argc > 2 ? std::atof(argv[2]) : 0.2, argc > 3 ? std::atoi(argv[3]) : 25,
                  argc > 4 ? std::strtoull(argv[4], nullptr, 10) : 20'000};
  const auto data = std::filesystem::temp_directory_path() / fmt::format("bench-{}", ::getpid());
  for (const std::string view : {"KEYS_ONLY", "NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES"}) {
    {
      bench::ServerProcess rivulet(
          {argv[1], "--port", "0", "--log-level", "warn", "--data-dir", data.string()});
      bench::create_orders(rivulet.port(), kPlain, "");
      bench::create_orders(rivulet.port(), view, view);  // the table is named after it
      bench::fill_orders(rivulet.port(), kPlain, plan.items);
      bench::fill_orders(rivulet.port(), view, plan.items);
      measure_writes(rivulet.port(), view, plan);
      if (view == "KEYS_ONLY") measure_reads_at_tip(rivulet.port(), view, plan.seconds);
    }
    std::filesystem::remove_all(data);
  }
}
