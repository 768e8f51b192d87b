#include "server/seeds/templates/intrinsics.h"

#include "server/seeds/document.h"
#include "server/seeds/request.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

namespace intrinsics_test {

using namespace server::seeds;

namespace {

Value yaml_value(const std::string& yaml) {
  return long_form(read_document("t.yaml", yaml));
}

Surroundings surroundings() {
  Surroundings all{
      "t.yaml", "stack", {core::AccountId("000000000042"), core::Region("eu-west-1")},
        {                               }
  };
  all.parameters["Stage"] = text_value("dev");
  all.parameters["Zones"] = list_value({text_value("a"), text_value("b")});
  all.mappings = yaml_value("Sizes: {dev: {Small: 1, All: [1, 2]}}");
  all.conditions = yaml_value(
      "IsDev: !Equals [!Ref Stage, dev]\n"
      "IsProd: !Equals [!Ref Stage, prod]\n"
      "Both: !And [!Condition IsDev, !Condition IsProd]\n"
      "Either: !Or [!Condition IsProd, !Condition IsDev]\n"
      "NotProd: !Not [!Condition IsProd]\n"
      "SameLists: !Equals [!Ref Zones, !Split [',', 'a,b']]\n"
      "Loop: !Condition Pool\n"
      "Pool: !Not [!Condition Loop]\n"
      "Odd: 5\n");
  all.resources = {
      {"Orders", {"AWS::DynamoDB::Table", "orders-dev"}},
      {"Jobs",   {"AWS::SQS::Queue", "jobs"}           },
  };
  return all;
}

std::string given(const std::string& yaml) {
  const Surroundings all = surroundings();
  Evaluator evaluator(all);
  const auto value = evaluator.evaluate(yaml_value(yaml), Path("at"));
  return value ? to_json(*value) : "nothing";
}

std::string fault(const std::string& yaml) {
  try {
    return "no fault but " + given(yaml);
  } catch (const Fault& error) {
    return error.what();
  }
}

}  // namespace

TEST_CASE("a condition that others need twice is worked out once") {
  Surroundings all = surroundings();
  std::string conditions;
  for (int i = 0; i < 60; ++i) {
    conditions += fmt::format("C{0}: !And [!Condition C{1}, !Condition C{1}]\n", i, i + 1);
  }
  all.conditions = yaml_value(conditions + "C60: !Equals [!Ref Stage, dev]\n");
  Evaluator evaluator(all);
  CHECK(evaluator.holds("C0", Path("at")));
  CHECK(evaluator.holds("C1", Path("at")));
}

TEST_CASE("each function, in its short and its long form") {
  struct Case {
    const char* yaml;
    const char* json;
  };
  const Case cases[] = {
      {"!Ref Stage",                                           R"("dev")"                                                     },
      {"{Ref: Stage}",                                         R"("dev")"                                                     },
      {"!Ref Zones",                                           R"(["a","b"])"                                                 },
      {"!Ref Orders",                                          R"("orders-dev")"                                              },
      {"!Ref AWS::AccountId",                                  R"("000000000042")"                                            },
      {"!Ref AWS::Region",                                     R"("eu-west-1")"                                               },
      {"!Ref AWS::Partition",                                  R"("aws")"                                                     },
      {"!Ref AWS::URLSuffix",                                  R"("amazonaws.com")"                                           },
      {"!Ref AWS::StackName",                                  R"("stack")"                                                   },
      {"!Ref AWS::StackId",
       R"("arn:aws:cloudformation:eu-west-1:000000000042:stack/stack/rivulet")"                                               },
      {"!Ref AWS::NoValue",                                    "nothing"                                                      },
      {"{a: !Ref AWS::NoValue, b: [1, !Ref AWS::NoValue, 2]}", R"({"b":[1,2]})"                                               },
      {"!GetAtt Orders.Arn",                                   R"("arn:aws:dynamodb:eu-west-1:000000000042:table/orders-dev")"},
      {"!GetAtt [Orders, Arn]",                                R"("arn:aws:dynamodb:eu-west-1:000000000042:table/orders-dev")"},
      {"{'Fn::GetAtt': [Jobs, Arn]}",                          R"("arn:aws:sqs:eu-west-1:000000000042:jobs")"                 },
      {"{'Fn::GetAtt': Jobs.Arn}",                             R"("arn:aws:sqs:eu-west-1:000000000042:jobs")"                 },
      {"!Sub 'x-${Stage}-${AWS::Region}'",                     R"("x-dev-eu-west-1")"                                         },
      {"!Sub '${Orders.Arn}/index/*'",
       R"("arn:aws:dynamodb:eu-west-1:000000000042:table/orders-dev/index/*")"                                                },
      {"!Sub '${!Literal} $ {x} ${Stage'",                     R"("${Literal} $ {x} ${Stage")"                                },
      {"!Sub ['${A}-${Stage}', {A: !Ref Orders}]",             R"("orders-dev-dev")"                                          },
      {"{'Fn::Sub': '${Stage}'}",                              R"("dev")"                                                     },
      {"!Join ['-', [a, !Ref Stage, 3]]",                      R"("a-dev-3")"                                                 },
      {"!Join ['', []]",                                       R"("")"                                                        },
      {"!Join [',', !Ref Zones]",                              R"("a,b")"                                                     },
      {"!Split ['::', 'a::b::']",                              R"(["a","b",""])"                                              },
      {"!Select [1, !Ref Zones]",                              R"("b")"                                                       },
      {"!Select ['0', !Split ['/', 'x/y']]",                   R"("x")"                                                       },
      {"!If [IsDev, 1, 2]",                                    "1"                                                            },
      {"!If [IsProd, 1, !Ref Stage]",                          R"("dev")"                                                     },
      {"!If [IsProd, 1, !Ref AWS::NoValue]",                   "nothing"                                                      },
      {"!If [Both, 1, 2]",                                     "2"                                                            },
      {"!If [Either, 1, 2]",                                   "1"                                                            },
      {"!If [NotProd, 1, 2]",                                  "1"                                                            },
      {"!If [SameLists, 1, 2]",                                "1"                                                            },
      {"!FindInMap [Sizes, !Ref Stage, Small]",                "1"                                                            },
      {"!FindInMap [Sizes, dev, All]",                         "[1,2]"                                                        },
      {"!Base64 abc",                                          R"("YWJj")"                                                    },
      {"!GetAZs ''",                                           R"(["eu-west-1a","eu-west-1b","eu-west-1c"])"                  },
      {"{Condition: x, Statement: []}",                        R"({"Condition":"x","Statement":[]})"                          },
      {"[1, true, x, {a: ~}]",                                 R"([1,true,"x",{"a":null}])"                                   },
  };
  for (const Case& c : cases) {
    CAPTURE(c.yaml);
    CHECK(given(c.yaml) == c.json);
  }
}

TEST_CASE("what only an answer tells is a reference, also within a text") {
  const Surroundings all = surroundings();
  Evaluator evaluator(all);
  CHECK(evaluator.evaluate(yaml_value("!GetAtt Orders.StreamArn"), {})->text ==
        reference("the stream of table orders-dev"));
  CHECK(evaluator.evaluate(yaml_value("!Sub 'at ${Jobs}'"), {})->text ==
        "at " + reference("the URL of queue jobs"));
}

TEST_CASE("what is made of a reference is known when it is") {
  const Surroundings all = surroundings();
  Evaluator evaluator(all);
  const Known known = {
      {"the stream of table orders-dev", "arn:aws:dynamodb:r:a:table/orders-dev/stream/2026"},
      {"the URL of queue jobs",          "http://h:1/a/jobs"                                }
  };
  const auto later = [&](const std::string& yaml) {
    const auto value = evaluator.evaluate(yaml_value(yaml), {});
    return to_json(resolved(*value, known));
  };
  CHECK(later("!Select [3, !Split ['/', !GetAtt Orders.StreamArn]]") == R"("2026")");
  CHECK(later("!Select [4, !Split ['/', !Sub '${Jobs}']]") == R"("jobs")");
  CHECK(later("!Split ['/', !Ref Jobs]") == R"(["http:","","h:1","a","jobs"])");
  CHECK(later("!Join ['+', !Split ['/', !Ref Jobs]]") == R"("http:++h:1+a+jobs")");
  CHECK(later("!Join ['+', [a, !Ref Jobs]]") == R"("a+http://h:1/a/jobs")");
  CHECK(later("!Select [1, [!Ref Stage, !Ref Jobs]]") == R"("http://h:1/a/jobs")");
  CHECK(later("{'Fn::Base64': !Ref Jobs}") == R"("aHR0cDovL2g6MS9hL2pvYnM=")");
  CHECK(later("!Sub ['${A}!', {A: !Select [3, !Split ['/', !Ref Jobs]]}]") == R"("a!")");
}

TEST_CASE("what can't be evaluated stays as a fault where nobody may need it") {
  const Surroundings all = surroundings();
  Evaluator evaluator(all);
  const auto value = evaluator.evaluate(
      yaml_value("a: !ImportValue x\nb: [!If [IsDev, !Ref Nothing, 1], 2]\nc: !Ref Stage\n"
                 "d: !Sub '${Nothing}'\ne: !If [IsProd, 1, !Ref AWS::NoValue]"),
      Path("at"), Evaluator::Faults::kept);
  REQUIRE(value);
  REQUIRE(value->find("a")->fault);
  CHECK(value->find("a")->line == 1);
  CHECK(std::string(value->find("b")->list[0].fault->what()) ==
        "t.yaml, line 2, at.b[0].Fn::If[1].Ref: there is no parameter or resource Nothing");
  CHECK(value->find("b")->list[1].text == "2");
  CHECK(value->find("c")->text == "dev");
  CHECK(value->find("d")->fault);
  CHECK_FALSE(value->has("e"));
  CHECK_FALSE(value->fault);
}

TEST_CASE("a condition has the same fault for all who ask") {
  const Surroundings all = surroundings();
  Evaluator evaluator(all);
  const auto value = evaluator.evaluate(yaml_value("[!If [Odd, 1, 2], !If [Odd, 1, 2]]"),
                                        Path("at"), Evaluator::Faults::kept);
  for (const Value& each : value->list) {
    REQUIRE(each.fault);
    CHECK(std::string(each.fault->what()) == "t.yaml, line 9, Conditions.Odd: it is no condition");
  }
}

TEST_CASE("what can't be evaluated is named with its place") {
  struct Case {
    const char* yaml;
    const char* fault;
  };
  const Case cases[] = {
      {"a:\n  b: !Ref Nothing",
       "t.yaml, line 2, at.a.b.Ref: there is no parameter or resource Nothing"                                   },
      {"!GetAtt Nothing.Arn",             "t.yaml, line 1, at.Fn::GetAtt: there is no resource Nothing"          },
      {"!GetAtt Orders.Colour",
       "t.yaml, line 1, at.Fn::GetAtt: AWS::DynamoDB::Table has no attribute Colour"                             },
      {"!GetAtt Orders",                  "t.yaml, line 1, at.Fn::GetAtt: it takes 2 arguments"                  },
      {"!Sub '${Nothing}'",
       "t.yaml, line 1, at.Fn::Sub: there is no parameter or resource Nothing"                                   },
      {"!ImportValue x",
       "t.yaml, line 1, at.Fn::ImportValue: it takes what another stack exports, and there are no "
       "other stacks here"                                                                                       },
      {"!Transform x",                    "t.yaml, line 1, at.Fn::Transform: there is no function Transform here"},
      {"!Join [a]",                       "t.yaml, line 1, at.Fn::Join: it takes 2 arguments"                    },
      {"!Split ['', x]",                  "t.yaml, line 1, at.Fn::Split: the separator is empty"                 },
      {"!Select [2, [a, b]]",             "t.yaml, line 1, at.Fn::Select: there is no element 2"                 },
      {"!Select [x, [a, b]]",             "t.yaml, line 1, at.Fn::Select: there is no element x"                 },
      {"!If [IsDev, 1]",                  "t.yaml, line 1, at.Fn::If: it takes 3 arguments"                      },
      {"!If [Nothing, 1, 2]",             "t.yaml, at.Fn::If[0]: there is no condition Nothing"                  },
      {"!If [Loop, 1, 2]",                "t.yaml, line 7, Conditions.Loop: the condition needs itself"          },
      {"!If [Odd, 1, 2]",                 "t.yaml, line 9, Conditions.Odd: it is no condition"                   },
      {"!FindInMap [Sizes, prod, Small]",
       "t.yaml, line 1, at.Fn::FindInMap: the mappings have no prod"                                             },
      {"!Base64 [x]",                     "t.yaml, line 1, at.Fn::Base64: it takes a text"                       },
  };
  for (const Case& c : cases) {
    CAPTURE(c.yaml);
    CHECK(fault(c.yaml) == c.fault);
  }
}

}  // namespace intrinsics_test
