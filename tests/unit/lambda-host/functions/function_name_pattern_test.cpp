#include "lambda-host/functions/function_name_pattern.h"

#include <doctest/doctest.h>

#include <string>

namespace function_name_pattern_test {

using namespace lambda_host;

namespace {

// "REGION/ACCOUNT/NAME/QUALIFIER", or "-" when the text doesn't fit.
std::string parts_of(std::string_view text, NameShape shape) {
  const auto parts = match_name(text, shape, "local");
  if (!parts) return "-";
  std::string joined(parts->region);
  for (const std::string_view part : {parts->account, parts->name, parts->qualifier}) {
    joined.append("/").append(part);
  }
  return joined;
}

}  // namespace

TEST_CASE("each part of a function's name may be left out") {
  struct Case {
    const char* text;
    const char* parts;
  };
  const Case cases[] = {
      {"f",                                                     "//f/"                            },
      {"f:1",                                                   "//f/1"                           },
      {"f:$LATEST",                                             "//f/$LATEST"                     },
      {"function:f",                                            "//f/"                            },
      {"111122223333:function:f",                               "/111122223333/f/"                },
      {"111122223333:f:live",                                   "/111122223333/f/live"            },
      {"us-east-1:111122223333:function:f",                     "us-east-1/111122223333/f/"       },
      {"us-east-1:f",                                           "us-east-1//f/"                   },
      {"local:f",                                               "local//f/"                       },
      {"arn:aws:lambda:us-east-1:111122223333:function:f",      "us-east-1/111122223333/f/"       },
      {"arn:aws:lambda:us-east-1:111122223333:function:f:live", "us-east-1/111122223333/f/live"   },
      {"arn:aws-cn:lambda:cn-north-1:111122223333:function:f",  "cn-north-1/111122223333/f/"      },
      {"arn::lambda:f",                                         "//f/"                            },
      {"arn:aws:lambda:us-east-1:111122223333:f",               "us-east-1/111122223333/f/"       },
 // A word that could be a part in front is the name when nothing else is left for it.
      {"function",                                              "//function/"                     },
      {"function:$LATEST",                                      "//function/$LATEST"              },
      {"function:function",                                     "//function/"                     },
      {"function:function:function",                            "//function/function"             },
      {"us-east-1",                                             "//us-east-1/"                    },
      {"us-east-1:$LATEST",                                     "//us-east-1/$LATEST"             },
      {"111122223333",                                          "//111122223333/"                 },
      {"arn:aws:lambda:us-east-1:111122223333:function",        "us-east-1/111122223333/function/"},
      {"arn:aws:lambda:us-east-1:111122223333",                 "us-east-1//111122223333/"        },
      {"arn:f",                                                 "//arn/f"                         },
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(parts_of(c.text, NameShape::function) == c.parts);
    CHECK(parts_of(c.text, NameShape::namespaced) == c.parts);
  }
}

TEST_CASE("what isn't a function's name doesn't fit") {
  for (const char* text : {"",
                           "*",
                           "my-function!",
                           "a b",
                           "f:",
                           ":f",
                           "f:1:2",
                           "function:f:$LATEST:extra",
                           "f/g",
                           "f:$OLD",
                           "f:$latest",
                           "f:$LATES",
                           "invalid-account:function:f",
                           "arn:aws:lambda:invalid-region:111122223333:function:f",
                           "arn:aws:lambda::111122223333:function:f",
                           "arn:aws:lambda:us-east-1::function:f",
                           "arn:aws:lambda:us-east-1:11112222333:function:f",
                           "arn:aws:lambda:us-east-1:1111222233334:function:f",
                           "arn:aws:lambda:us-east-1:11112222333x:function:f",
                           "arn:aws:ec2:us-east-1:111122223333:instance:i-1",
                           "arn:amazon:lambda:f:g",
                           "arn:aws1:lambda:us-east-1:111122223333:function:f",
                           "arn:aws:lambda:us-east-1:111122223333:function:f:1:2"}) {
    CAPTURE(text);
    CHECK(parts_of(text, NameShape::function) == "-");
    CHECK(parts_of(text, NameShape::namespaced) == "-");
  }
}

TEST_CASE("the three shapes differ in dots, qualifiers and lengths") {
  struct Case {
    const char* text;
    const char* function;
    const char* namespaced;
    const char* unqualified;
  };
  const Case cases[] = {
      {"f",                   "//f/",  "//f/",                  "//f/"},
      {"a.b",                 "-",     "//a.b/",                "-"   },
      {"f:1",                 "//f/1", "//f/1",                 "-"   },
      {"f:$LATEST.PUBLISHED", "-",     "//f/$LATEST.PUBLISHED", "-"   },
      {"f:a.b",               "-",     "-",                     "-"   },
      {"function:f",          "//f/",  "//f/",                  "//f/"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(parts_of(c.text, NameShape::function) == c.function);
    CHECK(parts_of(c.text, NameShape::namespaced) == c.namespaced);
    CHECK(parts_of(c.text, NameShape::unqualified) == c.unqualified);
  }
  CHECK(max_name_length(NameShape::function) == 140);
  CHECK(max_name_length(NameShape::namespaced) == 256);
  CHECK(max_name_length(NameShape::unqualified) == 140);
}

TEST_CASE("the patterns are those of AWS's answers") {
  CHECK(
      name_pattern(NameShape::function) ==
      R"((arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:)?)"
      R"((\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\$LATEST|[a-zA-Z0-9-_]+))?)");
  CHECK(
      name_pattern(NameShape::namespaced) ==
      R"((arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:)?)"
      R"((\d{12}:)?(function:)?([a-zA-Z0-9-_\.]+)(:(\$LATEST(\.PUBLISHED)?|[a-zA-Z0-9-_]+))?)");
  CHECK(
      name_pattern(NameShape::unqualified) ==
      R"((arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:)?)"
      R"((\d{12}:)?(function:)?([a-zA-Z0-9-_]+))");
}

TEST_CASE("regions have the forms of all of AWS's partitions") {
  for (const char* text : {"us-east-1", "cn-northwest-1", "us-gov-west-1", "us-iso-east-1",
                           "us-isob-east-1", "eu-isoe-west-1", "eusc-de-east-1", "us-gov-1"}) {
    CAPTURE(text);
    CHECK(is_region_name(text));
  }
  for (const char* text :
       {"", "us", "us-1", "us-east", "us-east-12", "us-east-x", "us-East-1", "u-east-1",
        "usa-east-1", "us--1", "us-isobb-east-1", "us-iso1-east-1", "us-gave-east-1",
        "eusc-us-gov-east-west-1", "eusc-1", "invalid-region", "-us-east-1"}) {
    CAPTURE(text);
    CHECK_FALSE(is_region_name(text));
  }
}

TEST_CASE("a qualifier has name characters and dollars, or is one of Lambda's own") {
  for (const char* text : {"1", "live", "a-b_c", "$LATEST", "$latest", "$LATEST.PUBLISHED", "$"}) {
    CAPTURE(text);
    CHECK(matches_qualifier(text));
  }
  for (const char* text : {"", "a.b", "invalid!", "a b", "LATEST.PUBLISHED", "a:b"}) {
    CAPTURE(text);
    CHECK_FALSE(matches_qualifier(text));
  }
}

TEST_CASE("an alias's name is no number and has no dollar") {
  for (const char* text : {"live", "1a", "a1", "-", "_"}) CHECK(is_alias_name(text));
  for (const char* text : {"", "1", "1221", "$LATEST", "$latest", "a.b"}) {
    CHECK_FALSE(is_alias_name(text));
  }
}

}  // namespace function_name_pattern_test
