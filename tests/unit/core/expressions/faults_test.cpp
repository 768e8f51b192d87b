#include "core/expressions/faults.h"

#include "tests/unit/core/expressions/json_values.h"

#include <doctest/doctest.h>

#include <string>

namespace core::expressions::faults_test {

namespace {

std::string raised(const Faults& faults) {
  return testing::error_of([&] { faults.raise(); });
}

}  // namespace

TEST_CASE("without a fault nothing is raised") {
  CHECK(raised(Faults("FilterExpression")).empty());
}

TEST_CASE("the fault of the first pass wins, whenever it was noted") {
  Faults faults("FilterExpression");
  faults.note(Fault::limit, "limit");
  faults.note(Fault::reserved_word, "reserved word");
  faults.note(Fault::operand_type, "operand type");
  CHECK(raised(faults) == "Invalid FilterExpression: reserved word");
}

TEST_CASE("of one pass, the first fault stays") {
  Faults faults("FilterExpression");
  faults.note(Fault::undefined_name, "one");
  faults.note(Fault::undefined_name, "two");
  CHECK(raised(faults) == "Invalid FilterExpression: one");
}

TEST_CASE("from undefined names on, the first condition's fault wins over an earlier pass's") {
  Faults faults("FilterExpression");
  faults.note(Fault::operand_type, "first condition");
  faults.next_condition();
  faults.note(Fault::undefined_name, "second condition");
  CHECK(raised(faults) == "Invalid FilterExpression: first condition");
}

TEST_CASE("an earlier pass wins across conditions up to repeated sections") {
  Faults faults("UpdateExpression");
  faults.note(Fault::undefined_name, "first condition");
  faults.next_condition();
  faults.note(Fault::repeated_section, "second condition");
  CHECK(raised(faults) == "Invalid UpdateExpression: second condition");
}

TEST_CASE("a long text is made only of a fault that may be reported") {
  Faults faults("FilterExpression");
  int made = 0;
  const auto note = [&](Fault fault) {
    faults.note(fault, [&] { return "text " + std::to_string(++made); });
  };
  note(Fault::operand_type);
  note(Fault::operand_type);
  CHECK(raised(faults) == "Invalid FilterExpression: text 1");
  note(Fault::undefined_name);
  note(Fault::operand_type);
  faults.next_condition();
  note(Fault::undefined_name);
  CHECK(raised(faults) == "Invalid FilterExpression: text 2");
  CHECK(made == 2);
}

}  // namespace core::expressions::faults_test
