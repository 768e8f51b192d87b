"""Orders that change or go: what becomes of the totals."""

from datetime import timedelta

import pytest


@pytest.fixture
def order_id(shop, customer):
    return shop.put(customer, 10)


@pytest.mark.parametrize("amount", ["25", "3", "0", "10.01"])
def test_a_changed_amount_moves_the_total(shop, customer, order_id, amount):
    shop.update(order_id, "SET amount = :a", a={"N": amount})
    assert shop.total(customer) == (amount, 1)


def test_an_amount_may_change_many_times(shop, customer, order_id):
    for _ in range(20):
        shop.update(order_id, "ADD amount :one", one={"N": "1"})
    assert shop.total(customer) == ("30", 1)


def test_a_statement_may_change_it(shop, customer, order_id):
    shop.dynamodb.execute_statement(
        Statement="UPDATE Orders SET amount = ? WHERE id = ?",
        Parameters=[{"N": "12"}, {"S": order_id}],
    )
    assert shop.total(customer) == ("12", 1)


def test_another_attribute_moves_nothing(shop, customer, order_id):
    shop.update(order_id, "SET note = :n", n={"S": "gift"})
    assert shop.total(customer) == ("10", 1)


def test_the_same_order_once_more_is_no_order_more(shop, customer, order_id):
    shop.put(customer, 10, order_id)
    assert shop.total(customer) == ("10", 1)


def test_an_order_may_go_to_another_customer(shop, customer, order_id):
    shop.update(order_id, "SET customer = :c", c={"S": customer + "'"})
    assert shop.total(customer) == ("0", 0)
    assert shop.total(customer + "'") == ("10", 1)


def test_an_order_that_is_deleted_is_taken_away(shop, customer, order_id):
    shop.put(customer, 5)
    shop.delete(order_id)
    assert shop.total(customer) == ("5", 1)


def test_an_order_that_is_deleted_and_put_again_counts_once(shop, customer, order_id):
    shop.delete(order_id)
    shop.put(customer, 7, order_id)
    assert shop.total(customer) == ("7", 1)


def test_an_order_that_expires_is_taken_away(shop, customer, order_id):
    clock = shop.world.clock
    expires = int((clock.now() + timedelta(hours=1)).timestamp())
    shop.put(customer, 5, expires={"N": str(expires)})
    assert shop.total(customer) == ("15", 2)
    clock.advance(timedelta(hours=2))
    assert shop.total(customer) == ("10", 1)
