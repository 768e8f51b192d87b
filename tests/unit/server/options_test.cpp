#include "server/options.h"

#include "core/uuid.h"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace options_test {

namespace {

namespace fs = std::filesystem;

std::variant<server::Options, server::Command, server::Exit> parse(
    std::vector<const char*> arguments) {
  arguments.insert(arguments.begin(), "rivulet");
  return server::parse_options(static_cast<int>(arguments.size()), arguments.data());
}

// What is said about a bad flag; "" when the flags are good.
std::string refusal(std::vector<const char*> arguments) {
  const auto parsed = parse(std::move(arguments));
  const auto* exit = std::get_if<server::Exit>(&parsed);
  if (!exit) return "";
  CHECK(exit->code == 2);
  return exit->text.substr(0, exit->text.find('\n'));
}

server::Options options(std::vector<const char*> arguments) {
  return std::get<server::Options>(parse(std::move(arguments)));
}

struct TemporaryFiles {
  TemporaryFiles() { fs::create_directories(path); }
  ~TemporaryFiles() { fs::remove_all(path); }
  TemporaryFiles(const TemporaryFiles&) = delete;
  TemporaryFiles& operator=(const TemporaryFiles&) = delete;

  fs::path path = fs::temp_directory_path() / ("options-test-" + core::random_hex(16));
};

}  // namespace

TEST_CASE("an address to listen on must be named, if one is given") {
  CHECK(refusal({"--host", ""}) == "--host: an address to listen on is needed");
  CHECK(refusal({"--host="}) == "--host: 1 required TEXT missing");
  CHECK(std::get<server::Options>(parse({"--host", "::1"})).host == "::1");
  CHECK(std::get<server::Options>(parse({})).host == "127.0.0.1");
}

TEST_CASE("a config file is a regular file of up to 1 MB") {
  const TemporaryFiles files;
  const std::string config = (files.path / "config").string();
  std::ofstream(config) << "region = \"eu-west-1\"\n#" << std::string((1 << 20) - 23, 'x') << "\n";
  REQUIRE(fs::file_size(config) == 1 << 20);
  const auto parsed = parse({"--config", config.c_str()});
  CHECK(std::get<server::Options>(parsed).scope.region.get() == "eu-west-1");

  std::ofstream(config, std::ios::app) << "x";
  CHECK(refusal({"--config", config.c_str()}) == "--config: " + config + " is larger than 1 MB");
  const std::string pipe = (files.path / "pipe").string();
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  const std::string missing = (files.path / "missing").string();
  for (const std::string& other : {pipe, files.path.string(), missing, std::string("/dev/zero"),
                                   std::string("/proc/self/status")}) {
    CHECK(refusal({"--config", other.c_str()}) == "--config: " + other + " is no regular file");
  }
}

TEST_CASE("a config file has nothing but options") {
  const TemporaryFiles files;
  const std::string config = (files.path / "config").string();
  for (const char* line : {"prot = 9000", "nonsense", "durabilty=full"}) {
    CAPTURE(line);
    std::ofstream(config) << "region = \"eu-west-1\"\n" << line << "\n";
    CHECK_FALSE(refusal({"--config", config.c_str()}).empty());
  }
}

TEST_CASE("a flag is true or false, not a number") {
  for (const char* good : {"--in-memory", "--in-memory=true", "--in-memory=1", "--in-memory=On"}) {
    CAPTURE(good);
    CHECK(options({good}).in_memory);
  }
  for (const char* good : {"--in-memory=false", "--in-memory=0", "--in-memory=no"}) {
    CAPTURE(good);
    CHECK_FALSE(options({good}).in_memory);
  }
  for (const char* bad : {"--in-memory=-1", "--in-memory=0x10", "--in-memory=65536",
                          "--show-logs=2", "--exit-on-stdin-close=maybe"}) {
    CAPTURE(bad);
    CHECK_FALSE(refusal({bad}).empty());
  }
}

TEST_CASE("origins and names of hosts are lists") {
  CHECK(options({"--cors=http://localhost:3000,*,null,app://x"}).cors.size() == 4);
  CHECK(refusal({"--cors=http://a,--port"}) ==
        "--cors: --port is no origin: give one as http://localhost:3000, or * for all");
  CHECK(options({"--allowed-host=db,*.test,a_b.c-d"}).allowed_hosts.size() == 3);
  CHECK(refusal({"--allowed-host=--port"}) ==
        "--allowed-host: --port is no name of a host: give one as example.test, *.example.test or "
        "*");
}

TEST_CASE("a memory budget is a size from 16 MB to 64 GB, and is 512 MB if nobody says so") {
  constexpr std::size_t kMegabyte = 1 << 20;
  CHECK(std::get<server::Options>(parse({})).memory_budget_bytes == 512 * kMegabyte);
  const std::vector<std::pair<const char*, std::size_t>> sizes = {
      {"16",      16    },
      {"16MB",    16    },
      {"700mb",   700   },
      {"1GB",     1024  },
      {"2gb",     2048  },
      {"64GB",    65'536},
      {"65536Mb", 65'536}
  };
  for (const auto& [text, megabytes] : sizes) {
    CAPTURE(text);
    CHECK(std::get<server::Options>(parse({"--memory-budget", text})).memory_budget_bytes ==
          megabytes * kMegabyte);
  }
  for (const char* text : {"15", "15MB", "0GB", "65GB", "65537", "-1", "MB", "512KB", "512 MB",
                           "512MBs", "1.5GB", "18446744073709551616", "18014398509481984GB", ""}) {
    CAPTURE(text);
    CHECK(refusal({"--memory-budget", text}) ==
          "--memory-budget: " + std::string(text) +
              " is no memory budget: give one from 16MB to 64GB");
  }
}

TEST_CASE("commands of runtimes come from any number of flags, or from a file") {
  const auto runtimes = [](std::vector<const char*> arguments) {
    return std::get<server::Options>(parse(std::move(arguments))).runtimes;
  };
  CHECK(runtimes({}).empty());
  CHECK(runtimes({
            "--runtime", "java21=java -cp a,b", "--port", "0", "--runtime=cobol=run it",
            "--runtime", "cobol=again"
  }) ==
        lambda_host::RuntimeCommands{{"java21", "java -cp a,b"}, {"cobol", "again"}});
  CHECK(refusal({"--runtime", "nodejs22.x=node"}) == "--runtime: Rivulet runs nodejs22.x itself");
  CHECK(refusal({"--runtime", "java21"}) ==
        "--runtime: java21 is no NAME=COMMAND, like java21='java -cp …'");
  const TemporaryFiles files;
  const std::string config = (files.path / "config").string();
  std::ofstream(config) << "runtime = [\"java21=java -cp a,b\", \"cobol=run it\"]\n";
  CHECK(runtimes({
            "--config", config.c_str()
  }) ==
        lambda_host::RuntimeCommands{{"java21", "java -cp a,b"}, {"cobol", "run it"}});
}

TEST_CASE("logs may hold from 64 KB to 1 TB, 1 GB if nobody says so") {
  CHECK(std::get<server::Options>(parse({})).log_bytes == std::int64_t{1} << 30);
  const std::vector<std::pair<const char*, std::int64_t>> sizes = {
      {"65536",         65'536               },
      {"64KB",          65'536               },
      {"20mb",          20 << 20             },
      {"1TB",           std::int64_t{1} << 40},
      {"1099511627776", std::int64_t{1} << 40}
  };
  for (const auto& [text, bytes] : sizes) {
    CAPTURE(text);
    CHECK(std::get<server::Options>(parse({"--log-bytes", text})).log_bytes == bytes);
  }
  for (const char* text : {"65535", "63KB", "1025GB", "1099511627777", "2TB", "-1", "many", ""}) {
    CAPTURE(text);
    CHECK(refusal({"--log-bytes", text}) ==
          "--log-bytes: " + std::string(text) +
              " is no size of all logs: give one from 64KB to 1TB");
  }
}

TEST_CASE("a port that is none is refused with the range of those that are") {
  CHECK(refusal({"--port", "65536"}) ==
        "--port: 65536 is no port: give one from 1 to 65535, or 0 for any that is free");
  CHECK(options({"--port", "65535"}).port == 65535);
}

TEST_CASE("status asks the server that rivulet env exported, unless a port or a URL is given") {
  const auto url = [](std::vector<const char*> arguments) {
    const auto parsed = parse(std::move(arguments));
    return std::get<server::Command>(parsed).url;
  };
  ::setenv("AWS_ENDPOINT_URL", "http://x:7", 1);
  CHECK(url({"status"}) == "http://x:7");
  CHECK(url({"status", "--url", "http://y:8"}) == "http://y:8");
  CHECK(url({"--port", "8000", "status"}) == "http://127.0.0.1:8000");
  CHECK(url({"env"}) == "http://127.0.0.1:8000");
  ::setenv("AWS_ENDPOINT_URL", "", 1);
  CHECK(url({"status"}) == "http://127.0.0.1:8000");
  ::unsetenv("AWS_ENDPOINT_URL");
}

TEST_CASE("a server begins with one snapshot") {
  CHECK(std::get<server::Options>(parse({"--snapshot", "a.snap"})).snapshot == "a.snap");
  CHECK(refusal({"--snapshot", "a", "--snapshot", "b"}) ==
        "--snapshot: At Most 1 required but received 2");
}

TEST_CASE("a subcommand is about the server of the port, unless it names one") {
  using server::Command;
  struct Case {
    std::vector<const char*> arguments;
    Command::Kind kind;
    const char* url;
    const char* account;
    const char* region;
  };
  const Case cases[] = {
      {{"healthcheck"},
       Command::Kind::healthcheck,
       "http://127.0.0.1:8000",                                                                               "000000000000",
       "us-east-1"                                                                                                                       },
      {{"--port", "9", "healthcheck"},
       Command::Kind::healthcheck,
       "http://127.0.0.1:9",                                                                                  "000000000000",
       "us-east-1"                                                                                                                       },
      {{"healthcheck", "--url", "http://x:1"},
       Command::Kind::healthcheck,
       "http://x:1",                                                                                          "000000000000",
       "us-east-1"                                                                                                                       },
      {{"env"},                                                  Command::Kind::env, "http://127.0.0.1:8000", "000000000000", "us-east-1"},
      {{"env", "--account", "000000000042"},
       Command::Kind::env,
       "http://127.0.0.1:8000",                                                                               "000000000042",
       "us-east-1"                                                                                                                       },
      {{"--account-id", "000000000007", "env"},
       Command::Kind::env,
       "http://127.0.0.1:8000",                                                                               "000000000007",
       "us-east-1"                                                                                                                       },
      {{"status", "--region", "eu-west-1", "--url", "http://x"},
       Command::Kind::status,
       "http://x",                                                                                            "000000000000",
       "eu-west-1"                                                                                                                       },
  };
  for (const Case& c : cases) {
    const auto parsed = parse(c.arguments);
    REQUIRE(std::holds_alternative<Command>(parsed));
    const auto& command = std::get<Command>(parsed);
    CHECK(command.kind == c.kind);
    CHECK(command.url == c.url);
    CHECK(command.scope.account.get() == c.account);
    CHECK(command.scope.region.get() == c.region);
  }
  CHECK(refusal({"env", "--account", "42"}) == "--account: an account id has 12 digits");
  CHECK(refusal({"status", "--region", "x y"}) ==
        "--region: a region has letters, digits and hyphens only");
  CHECK(refusal({"env", "status"}) != "");
}

TEST_CASE("one process of each runtime is spare, or as many as are asked for, up to ten") {
  CHECK(std::get<server::Options>(parse({})).spare_processes == 1);
  CHECK(std::get<server::Options>(parse({"--spare-processes", "0"})).spare_processes == 0);
  CHECK(std::get<server::Options>(parse({"--spare-processes", "10"})).spare_processes == 10);
  CHECK(refusal({"--spare-processes", "11"}) == "--spare-processes: Value 11 not in range 0 to 10");
}

}  // namespace options_test
