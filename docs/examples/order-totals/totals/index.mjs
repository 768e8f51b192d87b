const amount = (record) => Number(record.dynamodb.NewImage.amount.N);

export const handler = async (event) => {
  const total = event.Records.map(amount).reduce((sum, each) => sum + each, 0);
  console.log(`${process.env.STAGE}: ${event.Records.length} order(s) in ${process.env.TABLE}, ${total} in all`);
};
