#pragma once

#include "core/expressions/placeholders.h"

namespace fuzz {

// A name and a value of each kind that expressions care about, for the fuzzer to refer to.
inline core::expressions::Placeholders some_placeholders() {
  using core::AttributeValue;
  return {
      {{"#a", "a"},                          {"#b", "b"}},
      { {":n", AttributeValue(core::Number(1))},
       {":s", AttributeValue(std::string("s"))},
       {":l", AttributeValue(core::List{})},
       {":z", AttributeValue(core::StringSet{{"x"}})}}
  };
}

}  // namespace fuzz
