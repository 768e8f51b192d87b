#include "lambda-host/mappings/filter_criteria.h"

#include "core/api_error.h"
#include "storage/item_codec.h"
#include "streams/source_event.h"
#include "streams/stream.h"

#include <doctest/doctest.h>

namespace filter_criteria_test {

using lambda_host::FilterCriteria;

namespace {

bool matches(const FilterCriteria& criteria, const std::string& event) {
  return criteria.matches(core::json::Document::parse(event).root());
}

bool matches(const std::string& pattern, const std::string& event) {
  return matches(FilterCriteria({pattern}), event);
}

}  // namespace

TEST_CASE("a pattern matches as EventBridge's rules do") {
  struct Case {
    const char* pattern;
    const char* event;
    bool matches;
  };
  const Case cases[] = {
      {R"({"e":["INSERT","MODIFY"]})",                           R"({"e":"MODIFY"})",              true },
      {R"({"e":["INSERT"]})",                                    R"({"e":"insert"})",              false},
      {R"({"e":["INSERT"]})",                                    R"({"x":"INSERT"})",              false},
      {R"({"a":[1],"b":[2]})",                                   R"({"a":1,"b":2})",               true },
      {R"({"a":[1],"b":[2]})",                                   R"({"a":1,"b":3})",               false},
      {R"({"a":[300]})",                                         R"({"a":3.0e2})",                 true },
      {R"({"a":["1"]})",                                         R"({"a":1})",                     false},
      {R"({"a":[true]})",                                        R"({"a":true})",                  true },
      {R"({"a":[true]})",                                        R"({"a":false})",                 false},
      {R"({"a":[null]})",                                        R"({"a":null})",                  true },
      {R"({"a":[null]})",                                        R"({})",                          false},
      {R"({"a":[""]})",                                          R"({"a":""})",                    true },
      {R"({"a":[{"prefix":"us-"}]})",                            R"({"a":"us-1"})",                true },
      {R"({"a":[{"prefix":"us-"}]})",                            R"({"a":"u"})",                   false},
      {R"({"a":[{"prefix":"us-"}]})",                            R"({"a":1})",                     false},
      {R"({"a":[{"prefix":{"equals-ignore-case":"US"}}]})",      R"({"a":"us-1"})",                true },
      {R"({"a":[{"suffix":".png"}]})",                           R"({"a":"x.png"})",               true },
      {R"({"a":[{"suffix":".png"}]})",                           R"({"a":"png"})",                 false},
      {R"({"a":[{"suffix":{"equals-ignore-case":"PNG"}}]})",     R"({"a":"x.png"})",               true },
      {R"({"a":[{"equals-ignore-case":"Alice"}]})",              R"({"a":"aLICE"})",               true },
      {R"({"a":[{"anything-but":"x"}]})",                        R"({"a":"y"})",                   true },
      {R"({"a":[{"anything-but":["x","y"]}]})",                  R"({"a":"y"})",                   false},
      {R"({"a":[{"anything-but":[1,2]}]})",                      R"({"a":3})",                     true },
      {R"({"a":[{"anything-but":"x"}]})",                        R"({})",                          false},
      {R"({"a":[{"anything-but":{"prefix":"in"}}]})",            R"({"a":"init"})",                false},
      {R"({"a":[{"anything-but":{"suffix":"x"}}]})",             R"({"a":"y"})",                   true },
      {R"({"a":[{"anything-but":{"wildcard":"a*b"}}]})",         R"({"a":"acb"})",                 false},
      {R"({"a":[{"anything-but":{"equals-ignore-case":"X"}}]})", R"({"a":"x"})",                   false},
      {R"({"a":[{"numeric":[">",10,"<=",20]}]})",                R"({"a":20})",                    true },
      {R"({"a":[{"numeric":[">",10,"<=",20]}]})",                R"({"a":10})",                    false},
      {R"({"a":[{"numeric":["=",1.5]}]})",                       R"({"a":1.5})",                   true },
      {R"({"a":[{"numeric":["<",5,">=",1]}]})",                  R"({"a":1})",                     true },
      {R"({"a":[{"numeric":[">",1]}]})",                         R"({"a":"2"})",                   false},
      {R"({"a":[{"exists":true}]})",                             R"({"a":null})",                  true },
      {R"({"a":[{"exists":true}]})",                             R"({"a":{"b":1}})",               false},
      {R"({"a":[{"exists":false}]})",                            R"({"b":1})",                     true },
      {R"({"a":[{"exists":false}]})",                            R"({"a":1})",                     false},
      {R"({"a":{"b":[{"exists":false}]}})",                      R"({})",                          true },
      {R"({"a":[{"wildcard":"*.p*g"}]})",                        R"({"a":"x.y.png"})",             true },
      {R"({"a":[{"wildcard":"*.png"}]})",                        R"({"a":"x.pngs"})",              false},
      {R"({"a":[{"wildcard":"a\\*"}]})",                         R"({"a":"a*"})",                  true },
      {R"({"a":[{"wildcard":"a\\*"}]})",                         R"({"a":"ab"})",                  false},
      {R"({"a":[{"cidr":"10.0.0.0/8"}]})",                       R"({"a":"10.1.2.3"})",            true },
      {R"({"a":[{"cidr":"10.0.0.0/8"}]})",                       R"({"a":"11.1.2.3"})",            false},
      {R"({"a":[{"cidr":"10.0.0.0/8"}]})",                       R"({"a":10})",                    false},
      {R"({"$or":[{"a":[1]},{"b":[2]}]})",                       R"({"b":2})",                     true },
      {R"({"$or":[{"a":[1]},{"b":[2]}]})",                       R"({"a":2,"b":1})",               false},
      {R"({"o":{"$or":[{"a":[1]},{"b":[2]}]},"c":[3]})",         R"({"o":{"a":1},"c":3})",         true },
      {R"({"$or":["a"]})",                                       R"({"$or":"a"})",                 true },
      {R"({"a":[2]})",                                           R"({"a":[1,2]})",                 true },
      {R"({"a":[3]})",                                           R"({"a":[1,2]})",                 false},
      {R"({"l":{"S":["x"]}})",                                   R"({"l":[{"N":"1"},{"S":"x"}]})", true },
      {R"({"a":[1],"a":[2]})",                                   R"({"a":2})",                     true },
      {R"({"a":[1],"a":[2]})",                                   R"({"a":1})",                     false},
  };
  for (const Case& c : cases) {
    CAPTURE(c.pattern);
    CAPTURE(c.event);
    CHECK(matches(c.pattern, c.event) == c.matches);
  }
}

TEST_CASE("in DynamoDB events the type is part of the path, and numbers are texts") {
  const std::string event =
      R"({"eventName":"INSERT","dynamodb":{"ApproximateCreationDateTime":1.7E9,
      "NewImage":{"k":{"S":"v"},"n":{"N":"101"}}}})";
  struct Case {
    const char* pattern;
    bool matches;
  };
  const Case cases[] = {
      {R"({"dynamodb":{"NewImage":{"k":{"S":["v"]}}}})",                        true },
      {R"({"dynamodb":{"NewImage":{"k":["v"]}}})",                              false},
      {R"({"dynamodb":{"NewImage":{"n":{"N":["101"]}}}})",                      true },
      {R"({"dynamodb":{"NewImage":{"n":{"N":[{"numeric":[">",100]}]}}}})",      false},
      {R"({"dynamodb":{"NewImage":{"n":{"N":[{"anything-but":"101"}]}}}})",     false},
      {R"({"dynamodb":{"NewImage":{"k":[{"exists":false}]}}})",                 true },
      {R"({"dynamodb":{"NewImage":{"k":{"S":[{"exists":true}]}}}})",            true },
      {R"({"dynamodb":{"ApproximateCreationDateTime":[{"numeric":[">",1]}]}})", true },
      {R"({"eventName":["INSERT"]})",                                           true },
  };
  for (const Case& c : cases) {
    CAPTURE(c.pattern);
    CHECK(matches(c.pattern, event) == c.matches);
  }
}

TEST_CASE("of several patterns any may match; none at all match everything") {
  const FilterCriteria either({R"({"a":[1]})", R"({"b":[1]})"});
  CHECK(matches(either, R"({"b":1})"));
  CHECK_FALSE(matches(either, R"({"c":1})"));
  CHECK(matches(FilterCriteria({}), "{}"));
}

TEST_CASE("a text that is no JSON or no pattern is refused") {
  for (const char* text : {"single-string", "\"text\"", "[]", "{}", "", R"({"a":1})",
                           R"({"eventName":["INSERT"=123}])"}) {
    CAPTURE(text);
    CHECK_THROWS_WITH_AS(FilterCriteria({text}), "Invalid filter pattern definition.",
                         core::ApiError);
  }
}

namespace {

streams::SourceEvent event_of_record() {
  auto stream = std::make_shared<streams::Stream>();
  stream->arn = core::StreamArn("arn:s");
  stream->row.view_type = core::StreamViewType::new_and_old_images;
  storage::ChangeRecord record;
  record.event = storage::ChangeEvent::modify;
  const core::Item item = {
      {"id",   core::AttributeValue(std::string("k"))   },
      {"Keys", core::AttributeValue(std::string("open"))}
  };
  record.keys = record.new_image.emplace(storage::encode_item(item));
  return {std::move(stream), std::move(record)};
}

std::string decisive(const std::vector<std::string>& patterns) {
  const auto members = FilterCriteria(patterns).decisive_members();
  return event_of_record().document(members).root().text();
}

}  // namespace

TEST_CASE("of a record only those members are made that its filters look at") {
  CHECK(decisive({}) == "{}");
  CHECK(decisive({R"({"eventName":["REMOVE"]})"}) == R"({"eventName":"MODIFY"})");
  CHECK(decisive({R"({"eventName":["REMOVE"]})", R"({"eventSourceARN":["x"]})"}) ==
        R"({"eventName":"MODIFY","eventSourceARN":"arn:s"})");
  CHECK(decisive({R"({"dynamodb":{"NewImage":{"id":{"S":["k"]}}}})"}) ==
        R"({"dynamodb":{"NewImage":{"Keys":{"S":"open"},"id":{"S":"k"}}}})");
  CHECK(decisive({R"({"dynamodb":{"$or":[{"SizeBytes":[1]},{"StreamViewType":["x"]}]}})"}) ==
        R"({"dynamodb":{"SizeBytes":22,"StreamViewType":"NEW_AND_OLD_IMAGES"}})");
}

TEST_CASE("what filters say of those members is what they say of the whole event") {
  struct Case {
    const char* pattern;
    bool matches;
  };
  const Case cases[] = {
      {R"({"eventName":["MODIFY"]})",                                                true },
      {R"({"eventName":["REMOVE"]})",                                                false},
      {R"({"eventName":[{"exists":false}]})",                                        false},
      {R"({"eventID":[{"exists":true}]})",                                           true },
      {R"({"userIdentity":{"type":[{"exists":false}]}})",                            true },
      {R"({"dynamodb":[{"exists":true}]})",                                          false},
      {R"({"dynamodb":{"OldImage":{"id":{"S":[{"exists":false}]}}}})",               true },
      {R"({"dynamodb":{"NewImage":[{"exists":false}]}})",                            true },
      {R"({"dynamodb":{"NewImage":{"Keys":{"S":["open"]}}}})",                       true },
      {R"({"dynamodb":{"Keys":{"id":{"S":["k"]}},"StreamViewType":["KEYS_ONLY"]}})", false},
      {R"({"dynamodb":{"SizeBytes":[{"numeric":[">",1]}],"SequenceNumber":[""]}})",  false},
      {R"({"$or":[{"eventName":["REMOVE"]},{"eventSource":[{"prefix":"aws:"}]}]})",  true },
      {R"({"dynamodb":{"ApproximateCreationDateTime":[{"anything-but":[1]}]}})",     true },
      {R"({"nothing":[{"exists":false}]})",                                          true },
  };
  for (const Case& c : cases) {
    CAPTURE(c.pattern);
    const FilterCriteria criteria({c.pattern});
    const streams::SourceEvent event = event_of_record();
    CHECK(criteria.matches(event.document(criteria.decisive_members()).root()) == c.matches);
    CHECK(criteria.matches(event.document().root()) == c.matches);
  }
}

}  // namespace filter_criteria_test
