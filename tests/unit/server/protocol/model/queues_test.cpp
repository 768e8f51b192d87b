#include "tests/unit/server/protocol/model/shape_text.h"

#include <doctest/doctest.h>

namespace queues_test {

// As the public model and AWS's recordings have them: a line that changes wants a fact behind it.
TEST_CASE("what the inputs of operations on queues have, and within which bounds") {
  // clang-format off
  CHECK(tests::inputs_text(server::protocol::queue_inputs()) == R"shapes(
AmazonSQS.AddPermission structure
AmazonSQS.CancelMessageMoveTask structure
AmazonSQS.ChangeMessageVisibility structure
  QueueUrl! string
  ReceiptHandle! string
  VisibilityTimeout! integer
AmazonSQS.ChangeMessageVisibilityBatch structure
  QueueUrl! string
  Entries list of
    structure
      Id string
      ReceiptHandle string
      VisibilityTimeout integer
AmazonSQS.CreateQueue structure
  QueueName! string
  Attributes map of
    string
  tags map of
    string
AmazonSQS.DeleteMessage structure
  QueueUrl! string
  ReceiptHandle! string
AmazonSQS.DeleteMessageBatch structure
  QueueUrl! string
  Entries list of
    structure
      Id string
      ReceiptHandle string
AmazonSQS.DeleteQueue structure
  QueueUrl! string
AmazonSQS.GetQueueAttributes structure
  QueueUrl! string
  AttributeNames list of
    string
AmazonSQS.GetQueueUrl structure
  QueueName! string
  QueueOwnerAWSAccountId string
AmazonSQS.ListDeadLetterSourceQueues structure
  QueueUrl! string
  NextToken string
  MaxResults integer
AmazonSQS.ListMessageMoveTasks structure
AmazonSQS.ListQueueTags structure
  QueueUrl! string
AmazonSQS.ListQueues structure
  QueueNamePrefix string
  NextToken string
  MaxResults integer
AmazonSQS.PurgeQueue structure
  QueueUrl! string
AmazonSQS.ReceiveMessage structure
  QueueUrl! string
  AttributeNames list of
    string
  MessageSystemAttributeNames list of
    string
  MessageAttributeNames list of
    string
  MaxNumberOfMessages integer
  VisibilityTimeout integer
  WaitTimeSeconds integer
  ReceiveRequestAttemptId string
AmazonSQS.RemovePermission structure
AmazonSQS.SendMessage structure
  QueueUrl! string
  MessageBody! string
  DelaySeconds integer
  MessageAttributes map of
    structure
      StringValue string
      BinaryValue blob
      StringListValues list of
        string
      BinaryListValues list of
        blob
      DataType string
  MessageSystemAttributes map of
    structure
      StringValue string
      BinaryValue blob
      StringListValues list of
        string
      BinaryListValues list of
        blob
      DataType string
  MessageDeduplicationId string
  MessageGroupId string
AmazonSQS.SendMessageBatch structure
  QueueUrl! string
  Entries list of
    structure
      Id string
      MessageBody string
      DelaySeconds integer
      MessageAttributes map of
        structure
          StringValue string
          BinaryValue blob
          StringListValues list of
            string
          BinaryListValues list of
            blob
          DataType string
      MessageSystemAttributes map of
        structure
          StringValue string
          BinaryValue blob
          StringListValues list of
            string
          BinaryListValues list of
            blob
          DataType string
      MessageDeduplicationId string
      MessageGroupId string
AmazonSQS.SetQueueAttributes structure
  QueueUrl! string
  Attributes! map of
    string
AmazonSQS.StartMessageMoveTask structure
AmazonSQS.TagQueue structure
  QueueUrl! string
  Tags! map of
    string
AmazonSQS.UntagQueue structure
  QueueUrl! string
  TagKeys! list of
    string
)shapes");
  // clang-format on
}

}  // namespace queues_test
