#include "lambda-host/processes/descriptor.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <unistd.h>

#include <utility>

namespace descriptor_test {

using lambda_host::Descriptor;

namespace {

int open_one() {
  const int number = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  REQUIRE(number >= 0);
  return number;
}

bool is_open(int number) {
  return ::fcntl(number, F_GETFD) >= 0;
}

}  // namespace

TEST_CASE("a descriptor is closed with its owner") {
  const int number = open_one();
  {
    const Descriptor owner(number);
    CHECK(owner.get() == number);
    CHECK(is_open(number));
  }
  CHECK_FALSE(is_open(number));
}

TEST_CASE("who moves a descriptor owns it, and gives up the one it had") {
  const int first = open_one();
  const int second = open_one();
  Descriptor from(first);
  Descriptor to(second);
  to = std::move(from);
  CHECK(to.get() == first);
  CHECK(from.get() == -1);
  CHECK(is_open(first));
  CHECK_FALSE(is_open(second));
  Descriptor last(std::move(to));
  CHECK(last.get() == first);
  CHECK(to.get() == -1);
  Descriptor& self = last;
  last = std::move(self);
  CHECK(last.get() == first);
  CHECK(is_open(first));
}

TEST_CASE("what is released stays open, what is reset doesn't") {
  const int number = open_one();
  Descriptor owner(number);
  CHECK(owner.release() == number);
  CHECK(owner.get() == -1);
  CHECK(is_open(number));
  Descriptor again(number);
  again.reset();
  CHECK(again.get() == -1);
  CHECK_FALSE(is_open(number));
  again.reset();
}

TEST_CASE("zero is a descriptor, too") {
  const int saved = ::dup(0);
  if (saved < 0) REQUIRE(::open("/dev/null", O_RDONLY) == 0);
  Descriptor(0).reset();
  CHECK_FALSE(is_open(0));
  if (saved < 0) return;
  ::dup2(saved, 0);
  ::close(saved);
}

}  // namespace descriptor_test
