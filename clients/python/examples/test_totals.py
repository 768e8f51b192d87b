"""New orders: what their customers' totals come to."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from shop import order


def test_a_customer_without_orders_has_no_total(shop, customer):
    assert shop.total(customer) is None


@pytest.mark.parametrize("count", [1, 2, 5, 12])
def test_orders_are_added_up(shop, customer, count):
    for amount in range(1, count + 1):
        shop.put(customer, amount)
    assert shop.total(customer) == (str(count * (count + 1) // 2), count)


@pytest.mark.parametrize(
    ("amounts", "total"),
    [
        pytest.param(["0.1", "0.2"], "0.3", id="cents"),
        pytest.param(["12345678901234567890.01", "0.01"], "12345678901234567890.02", id="digits"),
        pytest.param(["0", "0"], "0", id="nothing"),
    ],
)
def test_amounts_are_exact(shop, customer, amounts, total):
    for amount in amounts:
        shop.put(customer, amount)
    assert shop.total(customer) == (total, 2)


def test_customers_have_totals_of_their_own(shop, customer):
    shop.put(customer, 1)
    shop.put(customer + "'", 10)
    assert shop.total(customer) == ("1", 1)
    assert shop.total(customer + "'") == ("10", 1)


def test_any_text_may_be_a_customer(shop, customer):
    customer = f'Zoë "Ω" {customer}\n'
    shop.put(customer, 1)
    assert shop.total(customer) == ("1", 1)


def test_orders_that_are_written_side_by_side_are_all_counted(shop, customer):
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda _: shop.put(customer, 2), range(16)))
    assert shop.total(customer) == ("32", 16)


def test_a_batch_counts(shop, customer):
    shop.put_batch(customer, amount=4, count=25)
    assert shop.total(customer) == ("100", 25)


def test_a_transaction_counts(shop, customer):
    puts = [{"Put": {"TableName": "Orders", "Item": order(customer, 3)}} for _ in range(2)]
    shop.dynamodb.transact_write_items(TransactItems=puts)
    assert shop.total(customer) == ("6", 2)


def test_a_put_whose_condition_fails_does_not_count(shop, customer):
    put = {"TableName": "Orders", "Item": order(customer, 3)}
    put["ConditionExpression"] = "attribute_not_exists(id)"
    shop.dynamodb.put_item(**put)
    with pytest.raises(shop.dynamodb.exceptions.ConditionalCheckFailedException):
        shop.dynamodb.put_item(**put)
    assert shop.total(customer) == ("3", 1)


def test_a_transaction_that_is_cancelled_does_not_count(shop, customer):
    put = {"TableName": "Orders", "Item": order(customer, 3)}
    check = {"TableName": "Orders", "Key": {"id": {"S": "none"}}}
    check["ConditionExpression"] = "attribute_exists(id)"
    with pytest.raises(shop.dynamodb.exceptions.TransactionCanceledException):
        shop.dynamodb.transact_write_items(TransactItems=[{"Put": put}, {"ConditionCheck": check}])
    assert shop.total(customer) is None
