"""Orders that the handler refuses: they are tried three times, then the queue is told, and the rest
goes on."""

import json

import pytest


@pytest.mark.parametrize(
    "amount",
    [
        pytest.param({"N": "-1"}, id="negative"),
        pytest.param({"N": "-0.01"}, id="barely-negative"),
        pytest.param({"S": "ten"}, id="text"),
        pytest.param({"NULL": True}, id="none"),
    ],
)
def test_an_order_is_refused(shop, customer, amount):
    shop.put(customer, amount)
    [failure] = shop.failures()
    assert failure["requestContext"]["condition"] == "RetryAttemptsExhausted"
    assert failure["requestContext"]["approximateInvokeCount"] == 3
    assert failure["DDBStreamBatchInfo"]["batchSize"] == 1
    assert shop.total(customer) is None


def test_the_orders_around_it_are_counted(shop, customer):
    for amount in (1, 2, -3, 4, 5):
        shop.put(customer, amount)
    assert shop.total(customer) == ("12", 4)
    assert len(shop.failures()) == 1


def test_each_bad_order_is_told_by_itself(shop, customer):
    for amount in (-1, 1, -2, 2, -3):
        shop.put(customer, amount)
    sizes = [failure["DDBStreamBatchInfo"]["batchSize"] for failure in shop.failures()]
    assert sizes == [1, 1, 1]
    assert shop.total(customer) == ("3", 2)


def test_the_trace_says_what_was_tried_and_why_it_failed(shop, customer):
    order_id = shop.put(customer, -1)
    shop.failures()
    records = shop.world.trace("totals", logs=True)
    [record] = [record for record in records if record["keys"]["id"]["S"] == order_id]
    assert record["outcome"] == "discarded"
    batch = record["batches"][-1]
    assert batch["attempts"] == 3
    assert batch["discarded"]["condition"] == "RetryAttemptsExhausted"
    printed = f"order {order_id}: an order must have an amount of 0 or more"
    assert printed in json.dumps(batch["newest_attempts"])


def test_drain_counts_what_was_given_up(shop, customer):
    shop.world.drain()
    shop.put(customer, 1)
    shop.put(customer, -1)
    assert shop.world.drain()["records"] == {"delivered": 1, "filtered": 0, "discarded": 1}
    shop.failures()


def test_an_order_that_is_put_again_is_counted_once(shop, customer):
    order_id = shop.put(customer, 3)
    shop.put(customer, 4, order_id)
    assert shop.total(customer) == ("4", 1)


def test_what_was_given_up_fails_again_while_the_handler_is_as_it_was(shop, customer):
    shop.put(customer, -1)
    shop.failures()
    discard = shop.world.discards()[-1]
    assert discard["records"] == 1
    answer = shop.world.control.post(f"discards/{discard['id']}/redrive")
    assert answer["delivered"] is False
