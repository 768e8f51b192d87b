#include "core/json/attribute_value_json.h"

#include "core/api_error.h"
#include "core/item_size.h"

#include <doctest/doctest.h>

#include <random>
#include <string>

namespace attribute_value_json_test {

using namespace core;  // NOLINT(google-build-using-namespace): the whole data model is under test

namespace {

AttributeValue read(const std::string& text) {
  const auto document = json::Document::parse(text);
  return json::read_attribute_value(document.root());
}

std::string text_of(const AttributeValue& value) {
  json::Writer writer;
  json::write(writer, value);
  return writer.take();
}

// The error's name and text, "" when there is none.
std::string refusal(const std::string& text, FrontEnd front_end = FrontEnd::current) {
  try {
    read(text);
  } catch (const ApiError& error) {
    return std::string(error_name(error.code())) + ": " + error.message(front_end);
  }
  return "";
}

std::string nested(const std::string& open, const std::string& close, int levels) {
  std::string text = R"({"S":"leaf"})";
  for (int i = 0; i < levels; ++i) text = open + text + close;
  return text;
}

std::string random_text(std::mt19937& random) {
  std::string text(random() % 20, '\0');
  for (char& c : text) c = static_cast<char>(random() % 128);
  return text;
}

Number random_number(std::mt19937& random) {
  const auto shift = static_cast<int>(random() % 40) - 20;
  return Number::parse(std::to_string(static_cast<int>(random())) + "e" + std::to_string(shift));
}

template <class T, class Make>
AttributeValue random_set(std::mt19937& random, Make make) {
  Set<T> set;
  for (auto count = random() % 4 + 1; count > 0; --count) set.members.push_back(make(random));
  normalize(set);
  return AttributeValue(std::move(set));
}

AttributeValue random_value(std::mt19937& random, int depth) {
  switch (static_cast<AttributeType>(random() % (depth > 0 ? 10 : 8))) {
    case AttributeType::s: return AttributeValue(random_text(random));
    case AttributeType::n: return AttributeValue(random_number(random));
    case AttributeType::b: return AttributeValue(Binary{random_text(random)});
    case AttributeType::boolean: return AttributeValue(random() % 2 == 0);
    case AttributeType::null: return AttributeValue(Null{});
    case AttributeType::ss: return random_set<std::string>(random, random_text);
    case AttributeType::ns: return random_set<Number>(random, random_number);
    case AttributeType::bs:
      return random_set<Binary>(random, [](auto& r) { return Binary{random_text(r)}; });
    case AttributeType::list: {
      List list;
      for (auto count = random() % 5; count > 0; --count) {
        list.push_back(random_value(random, depth - 1));
      }
      return AttributeValue(std::move(list));
    }
    case AttributeType::map: {
      AttributeMap map;
      for (auto count = random() % 5; count > 0; --count) {
        map.insert_or_assign("n" + random_text(random), random_value(random, depth - 1));
      }
      return AttributeValue(std::move(map));
    }
  }
  __builtin_unreachable();
}

}  // namespace

TEST_CASE("every type of attribute value is read, and written in canonical form") {
  struct Case {
    std::string text;
    std::string written;
  };
  const Case cases[] = {
      {R"({"S":"a\"\u00e4"})",                   "{\"S\":\"a\\\"\xC3\xA4\"}"             },
      {R"({"S":""})",                            R"({"S":""})"                           },
      {R"({"N":"001.50"})",                      R"({"N":"1.5"})"                        },
      {R"({"B":"Yg=="})",                        R"({"B":"Yg=="})"                       },
      {R"({"B":""})",                            R"({"B":""})"                           },
      {R"({"BOOL":false})",                      R"({"BOOL":false})"                     },
      {R"({"BOOL":"Yes"})",                      R"({"BOOL":true})"                      },
      {R"({"NULL":true})",                       R"({"NULL":true})"                      },
      {R"({"SS":["b","","a"]})",                 R"({"SS":["","a","b"]})"                },
      {R"({"NS":["10","9","-1"]})",              R"({"NS":["-1","9","10"]})"             },
      {R"({"BS":["Yg==",""]})",                  R"({"BS":["","Yg=="]})"                 },
      {R"({"L":[]})",                            R"({"L":[]})"                           },
      {R"({"L":[{"S":"x"},{"L":[{"N":"1"}]}]})", R"({"L":[{"S":"x"},{"L":[{"N":"1"}]}]})"},
      {R"({"M":{"b":{"S":"x"},"a":{"M":{}}}})",  R"({"M":{"a":{"M":{}},"b":{"S":"x"}}})" },
      {R"({"S":"x","N":null,"Unknown":1})",      R"({"S":"x"})"                          },
      {R"({"M":{"a":null,"b":{"S":"x"}}})",      R"({"M":{"b":{"S":"x"}}})"              },
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(text_of(read(c.text)) == c.written);
  }
}

TEST_CASE("values that break a rule are refused with AWS's text") {
  const std::string invalid = "One or more parameter values were invalid: ";
  const std::string empty =
      "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes";
  const std::string not_numeric = "The parameter cannot be converted to a numeric value";
  struct Case {
    std::string text;
    std::string message;
  };
  const Case cases[] = {
      {R"({})",                                              empty                                                             },
      {R"({"a":""})",                                        empty                                                             },
      {R"({"S":null})",                                      empty                                                             },
      {R"({"L":[{}]})",                                      empty                                                             },
      {R"({"L":[null]})",                                    empty                                                             },
      {R"({"M":{"a":{}}})",                                  empty                                                             },
      {R"({"S":"a","N":"1"})",
       "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the "
       "supported datatypes"                                                                                                   },
      {R"({"S":"a","N":""})",                                not_numeric + ": "                                                },
      {R"({"S":"a","N":"b"})",                               not_numeric + ": b"                                               },
      {R"({"NS":["1",""]})",                                 not_numeric + ": "                                                },
      {R"({"NS":["1","b"]})",                                not_numeric + ": b"                                               },
      {R"({"NULL":false})",                                  invalid + "Null attribute value types must have the value of true"},
      {R"({"NULL":"no"})",                                   invalid + "Null attribute value types must have the value of true"},
      {R"({"SS":[]})",                                       invalid + "An string set  may not be empty"                       },
      {R"({"NS":[]})",                                       invalid + "An number set  may not be empty"                       },
      {R"({"BS":[]})",                                       invalid + "Binary sets should not be empty"                       },
      {R"({"M":{"a":{"L":[{"SS":[]}]}}})",                   invalid + "An string set  may not be empty"                       },
      {R"({"M":{"":{"S":"a"}}})",                            "Empty attribute name"                                            },
      {R"({"N":"123456789012345678901234567890123456789"})",
       "Attempting to store more than 38 significant digits in a Number"                                                       },
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(refusal(c.text) == "ValidationException: " + c.message);
  }
}

TEST_CASE("repeated set members are told in the words of each front end") {
  const std::string invalid = "ValidationException: One or more parameter values were invalid: ";
  struct Case {
    std::string text;
    std::string current;
    std::string older;
  };
  const Case cases[] = {
      {R"({"SS":["a","a"]})",                 R"(["a", "a"])",                       "[a, a]"                },
      {R"({"SS":["b","a","b"]})",             R"(["a", "b", "b"])",                  "[b, a, b]"             },
      {R"({"SS":["d","b","d","c","a","a"]})", R"(["b", "d", "d", "c", "a", "a"])",
       "[d, b, d, c, a, a]"                                                                                  },
      {R"({"SS":["","\"",""]})",              R"(["", "\"", ""])",                   "[, \", ]"              },
      {R"({"BS":["Yg==","Yg=="]})",           R"(["Yg==","Yg=="]of type BS)",        "[Yg==, Yg==]of type BS"},
      {R"({"BS":["/w==","AA==","AA=="]})",    R"(["AA==","/w==","AA=="]of type BS)",
       "[/w==, AA==, AA==]of type BS"                                                                        },
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    const auto input = [&](const std::string& members) {
      return invalid + "Input collection " + members + " contains duplicates.";
    };
    CHECK(refusal(c.text) == input(c.current));
    CHECK(refusal(c.text, FrontEnd::older) == input(c.older));
  }
  for (const char* text : {R"({"NS":["1","1"]})", R"({"NS":["2","1","2.0"]})"}) {
    CHECK(refusal(text) == invalid + "Input collection contains duplicates.");
    CHECK(refusal(text, FrontEnd::older) ==
          "ValidationException: Input collection contains duplicates");
  }
}

TEST_CASE("JSON of another shape is a serialization error") {
  struct Case {
    std::string text;
    std::string message;
  };
  const Case cases[] = {
      {R"("x")",             "Unexpected value type in payload"                                    },
      {R"([])",
       "Unrecognized collection type class com.amazonaws.dynamodb.v20120810.AttributeValue"        },
      {R"({"S":1})",         "NUMBER_VALUE cannot be converted to String"                          },
      {R"({"S":1.5})",       "DECIMAL_VALUE cannot be converted to String"                         },
      {R"({"N":true})",      "TRUE_VALUE cannot be converted to String"                            },
      {R"({"N":[]})",        "Unrecognized collection type class java.lang.String"                 },
      {R"({"N":{}})",        "Start of structure or map found where not expected"                  },
      {R"({"BOOL":"x"})",    "Unexpected token received from parser"                               },
      {R"({"BOOL":1})",      "NUMBER_VALUE cannot be converted to Boolean"                         },
      {R"({"B":1})",         "only base-64-encoded strings are convertible to bytes"               },
      {R"({"B":[]})",        "Unrecognized collection type class java.nio.ByteBuffer"              },
      {R"({"B":{}})",        "Start of structure or map found where not expected"                  },
      {R"({"B":"23456"})",   "Base64 encoded length is expected a multiple of 4 bytes but found: 5"},
      {R"({"BS":["+/+="]})", "Invalid last non-pad Base64 character dectected"                     },
      {R"({"SS":"x"})",      "Unexpected field type"                                               },
      {R"({"SS":{}})",       "Start of structure or map found where not expected"                  },
      {R"({"SS":[null]})",   "Unexpected token received from parser"                               },
      {R"({"L":1})",         "Unexpected field type"                                               },
      {R"({"M":1})",         "Unexpected field type"                                               },
      {R"({"M":[]})",
       "Unrecognized collection type java.util.Map<java.lang.String, "
       "com.amazonaws.dynamodb.v20120810.AttributeValue>"                                          },
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(refusal(c.text) == "SerializationException: " + c.message);
  }
}

TEST_CASE("31 lists or maps may lie around a scalar, 32 may not") {
  struct Case {
    std::string open;
    std::string close;
  };
  const Case cases[] = {
      {R"({"L":[)",     "]}"},
      {R"({"M":{"a":)", "}}"}
  };
  for (const Case& c : cases) {
    CAPTURE(c.open);
    CHECK(refusal(nested(c.open, c.close, 31)) == "");
    CHECK(refusal(nested(c.open, c.close, 32)) ==
          "ValidationException: Nesting Levels have exceeded supported limits: "
          "Attributes in the item have nested levels beyond supported limit");
    CHECK(refusal(nested(c.open, c.close, 150)).starts_with("ValidationException: Nesting Levels"));
  }
}

TEST_CASE("an item is read with its attributes sorted by name, the last of a repeated one") {
  const auto document =
      json::Document::parse(R"({"b":{"S":"1"},"a":{"N":"2"},"none":null,"b":{"S":"3"}})");
  const Item item = json::read_item(document.root());
  json::Writer writer;
  json::write_item(writer, item);
  CHECK(writer.take() == R"({"a":{"N":"2"},"b":{"S":"3"}})");
}

TEST_CASE("random values survive JSON") {
  std::mt19937 random(7);
  for (int i = 0; i < 3000; ++i) {
    const AttributeValue value = random_value(random, 4);
    const std::string text = text_of(value);
    CAPTURE(text);
    REQUIRE(read(text) == value);
  }
}

TEST_CASE("the least size of an item is known before it is read, and never more than its size") {
  struct Case {
    const char* item;
    std::size_t least;
  };
  const Case cases[] = {
      {R"({})",                                                     0},
      {R"({"ab":{"S":"xyz"}})",                                     5},
      {R"({"a":{"N":"1234"}})",                                     2},
      {R"({"a":{"N":"0"}})",                                        2},
      {R"({"a":{"B":"AAAA"}})",                                     2},
      {R"({"a":{"B":"AAAAAA=="}})",                                 5},
      {R"({"a":{"B":""}})",                                         1},
      {R"({"a":{"BOOL":true},"b":{"NULL":true}})",                  4},
      {R"({"a":{"SS":["x","yz"]}})",                                4},
      {R"({"a":{"NS":["0","12"]}})",                                3},
      {R"({"a":{"BS":["AA==","AAAA"]}})",                           3},
      {R"({"a":{"L":[{"S":"x"},{"L":[{"N":"1"}]}]}})",              6},
      {R"({"a":{"M":{"bc":{"S":"x"},"d":{"M":{"e":{"N":"1"}}}}}})", 7},
  };
  for (const Case& c : cases) {
    CAPTURE(std::string(c.item));
    const auto document = json::Document::parse(c.item);
    const std::size_t least = json::least_item_size(document.root());
    CHECK(least == c.least);
    CHECK(least <= item_size_bytes(json::read_item(document.root())));
  }
  // What isn't an item has no size, and isn't walked for ever.
  std::string deep = R"({"S":"x"})";
  for (int i = 0; i < 40; ++i) deep = R"({"L":[)" + deep + "]}";
  CHECK(json::least_item_size(json::Document::parse(R"({"a":)" + deep + "}").root()) < 40);
  CHECK(json::least_item_size(json::Document::parse(R"([1])").root()) == 0);
  CHECK(json::least_item_size(json::Document::parse(R"({"a":{"S":1,"L":2,"M":3}})").root()) == 1);
}

}  // namespace attribute_value_json_test
