#include "server/line_printer.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <unistd.h>

#include <optional>
#include <string>

namespace line_printer_test {

namespace {

struct Pipe {
  Pipe() { REQUIRE(::pipe2(ends, O_CLOEXEC) == 0); }
  ~Pipe() {
    close_reader();
    close_writer();
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  void close_reader() { close(ends[0]); }
  void close_writer() { close(ends[1]); }
  // All that is there until the writer is closed.
  std::string read_all() {
    std::string text;
    char bytes[4096];
    for (ssize_t n = 0; (n = ::read(ends[0], bytes, sizeof bytes)) > 0;) {
      text.append(bytes, static_cast<std::size_t>(n));
    }
    return text;
  }

  static void close(int& end) {
    if (end >= 0) ::close(end);
    end = -1;
  }

  int ends[2];
};

}  // namespace

TEST_CASE("a printer has written everything when it goes") {
  Pipe pipe;
  std::string all;
  {
    server::LinePrinter printer(pipe.ends[1]);
    for (int i = 0; i < 1000; ++i) {
      const std::string line = "line " + std::to_string(i) + "\n";
      printer.print(line);
      all += line;
    }
  }
  pipe.close_writer();
  CHECK(pipe.read_all() == all);
}

TEST_CASE("a printer without a reader takes what comes, and goes when it is told to") {
  Pipe pipe;
  const std::string line(1023, 'x');
  {
    server::LinePrinter printer(pipe.ends[1], std::chrono::milliseconds(0));
    for (int i = 0; i < 4096; ++i) printer.print(line + "\n");  // four times what may wait
  }
  pipe.close_writer();
  const std::string read = pipe.read_all();
  CHECK(read.size() >= 4096);
  CHECK(read.size() <= std::size_t{1} << 20);
}

TEST_CASE("a reader that has gone ends nothing") {
  Pipe pipe;
  pipe.close_reader();
  server::LinePrinter printer(pipe.ends[1]);
  printer.print("to nobody\n");
  printer.print("to nobody\n");
}

}  // namespace line_printer_test
