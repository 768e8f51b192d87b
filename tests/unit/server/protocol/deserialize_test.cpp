#include "server/protocol/deserialize.h"

#include "core/api_error.h"
#include "server/protocol/model/input_shapes.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

namespace deserialize_test {

using core::json::Document;
using namespace server::protocol;

namespace {

// The message of the SerializationException, or nothing when the body's types are right.
std::string type_error(std::string_view target, std::string body) {
  const Document document = Document::parse(std::move(body));
  try {
    check_types(document.root(), find_input_shape(target)->shape);
  } catch (const core::ApiError& error) {
    CHECK(error.code() == core::ErrorCode::serialization);
    return error.message();
  }
  return "";
}

std::string put_item_error(const std::string& member) {
  return type_error("DynamoDB_20120810.PutItem", "{" + member + "}");
}

std::string attribute_error(const std::string& value) {
  return put_item_error(R"("Item":{"a":)" + value + "}");
}

constexpr const char* kStructure = "Start of structure or map found where not expected";
constexpr const char* kErased =
    "class sun.reflect.generics.reflectiveObjects.ParameterizedTypeImpl cannot be cast to class "
    "java.lang.Class (sun.reflect.generics.reflectiveObjects.ParameterizedTypeImpl and "
    "java.lang.Class are in module java.base of loader 'bootstrap')";

}  // namespace

TEST_CASE("types are checked as deep as JSON is read") {
  const auto nested = [](const std::string& innermost) {
    std::string value = innermost;
    for (int i = 0; i < 250; ++i) value = R"({"L":[)" + value + "]}";
    return value;
  };
  CHECK(attribute_error(nested(R"({"S":"x"})")) == "");
  CHECK(attribute_error(nested(R"({"S":1})")) == "NUMBER_VALUE cannot be converted to String");
}

TEST_CASE("a string must be one") {
  struct Case {
    const char* value;
    const char* message;
  };
  const Case cases[] = {
      {"true",        "TRUE_VALUE cannot be converted to String"           },
      {"false",       "FALSE_VALUE cannot be converted to String"          },
      {"23",          "NUMBER_VALUE cannot be converted to String"         },
      {"-2147483648", "NUMBER_VALUE cannot be converted to String"         },
      {"2147483648",  "NUMBER_VALUE cannot be converted to String"         },
      {"34.56",       "DECIMAL_VALUE cannot be converted to String"        },
      {"[]",          "Unrecognized collection type class java.lang.String"},
      {"{}",          kStructure                                           },
      {"null",        ""                                                   },
      {"\"abc\"",     ""                                                   },
  };
  for (const Case& c : cases) {
    CAPTURE(c.value);
    CHECK(put_item_error(std::string(R"("TableName":)") + c.value) == c.message);
  }
}

TEST_CASE("a boolean must be one") {
  struct Case {
    const char* value;
    const char* message;
  };
  const Case cases[] = {
      {"\"23\"", "Unexpected token received from parser"               },
      {"23",     "NUMBER_VALUE cannot be converted to Boolean"         },
      {"34.56",  "DECIMAL_VALUE cannot be converted to Boolean"        },
      {"[]",     "Unrecognized collection type class java.lang.Boolean"},
      {"{}",     kStructure                                            },
      {"true",   ""                                                    },
  };
  for (const Case& c : cases) {
    CAPTURE(c.value);
    CHECK(type_error("DynamoDB_20120810.GetItem",
                     std::string(R"({"ConsistentRead":)") + c.value + "}") == c.message);
  }
}

TEST_CASE("an integer takes any number, a decimal one too") {
  struct Case {
    const char* value;
    const char* message;
  };
  const Case cases[] = {
      {"\"23\"", "STRING_VALUE cannot be converted to Integer"         },
      {"true",   "TRUE_VALUE cannot be converted to Integer"           },
      {"false",  "FALSE_VALUE cannot be converted to Integer"          },
      {"[]",     "Unrecognized collection type class java.lang.Integer"},
      {"{}",     kStructure                                            },
      {"23",     ""                                                    },
      {"1.5",    ""                                                    },
  };
  for (const Case& c : cases) {
    CAPTURE(c.value);
    CHECK(type_error("DynamoDB_20120810.Scan", std::string(R"({"Limit":)") + c.value + "}") ==
          c.message);
  }
  CHECK(type_error("DynamoDB_20120810.CreateTable",
                   R"({"ProvisionedThroughput":{"ReadCapacityUnits":"1"}})") ==
        "STRING_VALUE cannot be converted to Long");
}

TEST_CASE("collections and structures are told apart by where they are") {
  struct Case {
    const char* target;
    const char* body;
    const char* message;
  };
  const Case cases[] = {
      {"CreateTable",    R"({"KeySchema":"23"})",                     "Unexpected field type"           },
      {"CreateTable",    R"({"KeySchema":34.5})",                     "Unexpected field type"           },
      {"CreateTable",    R"({"KeySchema":{}})",                       kStructure                        },
      {"CreateTable",    R"({"KeySchema":["23"]})",                   "Unexpected value type in payload"},
      {"CreateTable",    R"({"KeySchema":[[]]})",
       "Unrecognized collection type class com.amazonaws.dynamodb.v20120810.KeySchemaElement"           },
      {"CreateTable",    R"({"ProvisionedThroughput":true})",         "Unexpected field type"           },
      {"CreateTable",    R"({"ProvisionedThroughput":[]})",
       "Unrecognized collection type class "
       "com.amazonaws.dynamodb.v20120810.ProvisionedThroughput"                                         },
      {"PutItem",        R"({"Item":"23"})",                          "Unexpected field type"           },
      {"PutItem",        R"({"Item":[]})",
       "Unrecognized collection type java.util.Map<java.lang.String, "
       "com.amazonaws.dynamodb.v20120810.AttributeValue>"                                               },
      {"PutItem",        R"({"ExpressionAttributeNames":[]})",
       "Unrecognized collection type java.util.Map<java.lang.String, java.lang.String>"                 },
      {"PutItem",        R"({"Expected":{"a":{"Value":1}}})",         "Unexpected field type"           },
      {"PutItem",        R"({"Item":{"a":1}})",                       "Unexpected value type in payload"},
      {"BatchWriteItem", R"({"RequestItems":[]})",
       "Unrecognized collection type java.util.Map<java.lang.String, "
       "java.util.List<com.amazonaws.dynamodb.v20120810.WriteRequest>>"                                 },
      {"BatchWriteItem", R"({"RequestItems":{"a":"23"}})",            kErased                           },
      {"BatchWriteItem", R"({"RequestItems":{"a":{}}})",              kStructure                        },
      {"BatchGetItem",   R"({"RequestItems":{"a":{"Keys":[true]}}})", kErased                           },
      {"BatchGetItem",   R"({"RequestItems":{"a":{"Keys":[[]]}}})",
       "Unrecognized collection type java.util.Map<java.lang.String, "
       "com.amazonaws.dynamodb.v20120810.AttributeValue>"                                               },
      {"ListTables",     R"([])",
       "Unrecognized collection type class com.amazonaws.dynamodb.v20120810.ListTablesInput"            },
  };
  for (const Case& c : cases) {
    CAPTURE(c.body);
    CHECK(type_error(std::string("DynamoDB_20120810.") + c.target, c.body) == c.message);
  }
}

TEST_CASE("an attribute value's members have types of their own, at any depth") {
  struct Case {
    const char* value;
    const char* message;
  };
  const Case cases[] = {
      {R"({"S":1})",                                               "NUMBER_VALUE cannot be converted to String"            },
      {R"({"N":1})",                                               "NUMBER_VALUE cannot be converted to String"            },
      {R"({"BOOL":"23"})",                                         "Unexpected token received from parser"                 },
      {R"({"NULL":1})",                                            "NUMBER_VALUE cannot be converted to Boolean"           },
      {R"({"SS":"a"})",                                            "Unexpected field type"                                 },
      {R"({"SS":[1]})",                                            "NUMBER_VALUE cannot be converted to String"            },
      {R"({"NS":{}})",                                             kStructure                                              },
      {R"({"BS":[true]})",                                         "only base-64-encoded strings are convertible to bytes" },
      {R"({"L":{}})",                                              kStructure                                              },
      {R"({"L":["a"]})",                                           "Unexpected value type in payload"                      },
      {R"({"L":[[]]})",
       "Unrecognized collection type class com.amazonaws.dynamodb.v20120810.AttributeValue"                                },
      {R"({"M":1})",                                               "Unexpected field type"                                 },
      {R"({"M":{"a":{"B":[]}}})",                                  "Unrecognized collection type class java.nio.ByteBuffer"},
      {R"({"L":[{"M":{"a":{"S":true}}}]})",                        "TRUE_VALUE cannot be converted to String"              },
      {R"({"L":[{"M":{"a":{"S":""}}},{"NS":["1"]}],"Unknown":1})", ""                                                      },
      {R"({"L":[null]})",                                          ""                                                      },
  };
  for (const Case& c : cases) {
    CAPTURE(c.value);
    CHECK(attribute_error(c.value) == c.message);
  }
}

TEST_CASE("a word will do for an attribute value's boolean, but not for a parameter") {
  for (const char* word : {"true", "FALSE", "Yes", "no", "1", "0"}) {
    CAPTURE(word);
    const std::string quoted = std::string("\"") + word + "\"}";
    CHECK(attribute_error("{\"BOOL\":" + quoted) == "");
    CHECK(type_error("DynamoDB_20120810.GetItem", "{\"ConsistentRead\":" + quoted) ==
          "Unexpected token received from parser");
  }
  CHECK(attribute_error(R"({"NULL":"FALSEHOOD"})") == "Unexpected token received from parser");
}

TEST_CASE("binary is strict base64") {
  struct Case {
    const char* text;
    const char* message;
  };
  constexpr const char* kLastCharacter = "Invalid last non-pad Base64 character dectected";
  const Case cases[] = {
      {"",      ""                                                                    },
      {"YQ==",  ""                                                                    },
      {"YWI=",  ""                                                                    },
      {"YWJj",  ""                                                                    },
      {"23456", "Base64 encoded length is expected a multiple of 4 bytes but found: 5"},
      {"=+/=",  kLastCharacter                                                        },
      {"+/+=",  kLastCharacter                                                        },
      {"YR==",  kLastCharacter                                                        },
      {"====",  kLastCharacter                                                        },
      {"YQ*=",  kLastCharacter                                                        },
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(attribute_error(std::string(R"({"B":")") + c.text + "\"}") == c.message);
  }
  CHECK(attribute_error(R"({"B":1})") == "only base-64-encoded strings are convertible to bytes");
  CHECK(attribute_error(R"({"B":{}})") == kStructure);
}

TEST_CASE("members the model doesn't know are passed over") {
  CHECK(put_item_error(R"("Tablename":1,"item":[],"X":{"y":[1]})") == "");
}

}  // namespace deserialize_test
