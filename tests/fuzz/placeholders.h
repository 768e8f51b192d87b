#pragma once

#include "core/expressions/placeholders.h"

namespace fuzz {

// A name and a value of each kind that expressions care about, for the fuzzer to refer to.
inline core::expressions::Placeholders some_placeholders() {
  core::expressions::Placeholders::Names names = {
      {"#a", "a"},
      {"#b", "b"}
  };
  core::expressions::Placeholders::Values values;
  values.emplace(":n", core::AttributeValue(core::Number(1)));
  values.emplace(":s", core::AttributeValue(std::string("s")));
  values.emplace(":l", core::AttributeValue(core::List{}));
  values.emplace(":z", core::AttributeValue(core::StringSet{{"x"}}));
  return {std::move(names), std::move(values)};
}

}  // namespace fuzz
