#include "tests/unit/server/protocol/model/shape_text.h"

#include <doctest/doctest.h>

namespace logs_test {

// As the public model and AWS's recordings have them: a line that changes wants a fact behind it.
TEST_CASE("what the inputs of operations on CloudWatch Logs have, and within which bounds") {
  // clang-format off
  CHECK(tests::inputs_text(server::protocol::log_inputs()) == R"shapes(
Logs_20140328.CreateLogGroup structure
  logGroupName! string 1.. matching [\.\-_/#A-Za-z0-9]+
  kmsKeyId string ..256
  tags map of 1..50
    key string 1..128
    string ..256
  logGroupClass string of STANDARD INFREQUENT_ACCESS DELIVERY
  deletionProtectionEnabled boolean
Logs_20140328.DeleteLogGroup structure
  logGroupName! string 1.. matching [\.\-_/#A-Za-z0-9]+
Logs_20140328.CreateLogStream structure
  logGroupName! string 1.. matching [\.\-_/#A-Za-z0-9]+
  logStreamName! string 1.. matching [^:*]*
Logs_20140328.DeleteLogStream structure
  logGroupName! string 1.. matching [\.\-_/#A-Za-z0-9]+
  logStreamName! string 1.. matching [^:*]*
Logs_20140328.DescribeLogGroups structure
  accountIdentifiers list of ..20
    string 12..12
  logGroupNamePrefix string 1.. matching [\.\-_/#A-Za-z0-9]+
  logGroupNamePattern string ..512 matching [\.\-_/#A-Za-z0-9]*
  nextToken string 1..
  limit integer 1..50
  includeLinkedAccounts boolean
  logGroupClass string of STANDARD INFREQUENT_ACCESS DELIVERY
  logGroupIdentifiers list of 1..50
    string 1..2048 matching [\w#+=/:,.@-]*
Logs_20140328.ListLogGroups structure
  logGroupNamePattern string matching (\^?[\.\-_\/#A-Za-z0-9]{3,24})(\|\^?[\.\-_\/#A-Za-z0-9]{3,24}){0,4}
  logGroupClass string of STANDARD INFREQUENT_ACCESS DELIVERY
  includeLinkedAccounts boolean
  accountIdentifiers list of ..20
    string 12..12
  nextToken string 1..
  limit integer 1..1000
Logs_20140328.DescribeLogStreams structure
  logGroupName string 1.. matching [\.\-_/#A-Za-z0-9]+
  logGroupIdentifier string 1..2048 matching [\w#+=/:,.@-]*
  logStreamNamePrefix string 1.. matching [^:*]*
  orderBy string of LogStreamName LastEventTime
  descending boolean
  nextToken string 1..
  limit integer 1..50
Logs_20140328.PutLogEvents structure
  logGroupName! string 1.. matching [\.\-_/#A-Za-z0-9]+
  logStreamName! string 1.. matching [^:*]*
  logEvents! list of 1..10000
    structure
      timestamp! long integer 0..
      message! string 1..
  sequenceToken string 1..
Logs_20140328.GetLogEvents structure
  logGroupName string 1.. matching [\.\-_/#A-Za-z0-9]+
  logGroupIdentifier string 1..2048 matching [\w#+=/:,.@-]*, told by path
  logStreamName! string 1.. matching [^:*]*
  startTime long integer 0..
  endTime long integer 0..
  nextToken string 1..
  limit integer 1..10000
  startFromHead boolean
  unmask boolean
Logs_20140328.FilterLogEvents structure
  logGroupName string 1.. matching [\.\-_/#A-Za-z0-9]+
  logGroupIdentifier string 1..2048 matching [\w#+=/:,.@-]*
  logStreamNames list of 1..100
    string 1.. matching [^:*]*
  logStreamNamePrefix string 1.. matching [^:*]*
  startTime long integer 0..
  endTime long integer 0..
  filterPattern string ..1024
  nextToken string 1..
  limit integer 1..10000
  interleaved boolean
  unmask boolean
Logs_20140328.PutRetentionPolicy structure
  logGroupName! string 1.. matching [\.\-_/#A-Za-z0-9]+
  retentionInDays! integer
Logs_20140328.DeleteRetentionPolicy structure
  logGroupName! string 1.. matching [\.\-_/#A-Za-z0-9]+
Logs_20140328.TagLogGroup structure
  logGroupName! string 1.. matching [\.\-_/#A-Za-z0-9]+
  tags! map of 1..50
    key string 1..128
    string ..256
Logs_20140328.UntagLogGroup structure
  logGroupName! string 1.. matching [\.\-_/#A-Za-z0-9]+
  tags! list of 1..
    string 1..128
Logs_20140328.ListTagsLogGroup structure
  logGroupName! string 1.. matching [\.\-_/#A-Za-z0-9]+
Logs_20140328.TagResource structure
  resourceArn! string 1..1011
  tags! map of 1..50
    key string 1..128
    string ..256
Logs_20140328.UntagResource structure
  resourceArn! string 1..1011
  tagKeys! list of ..50
    string 1..128
Logs_20140328.ListTagsForResource structure
  resourceArn! string 1..1011
)shapes");
  // clang-format on
}

}  // namespace logs_test
