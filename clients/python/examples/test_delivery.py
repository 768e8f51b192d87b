"""How records come to the handler: filters, order, repetition, and what can be seen of it."""

import uuid

import pytest
from rivulet_client import NotSettledError
from shop import Shop


def draft():
    return f"draft-{uuid.uuid4()}"


@pytest.fixture
def disabled(shop):
    shop.world.drain()
    shop.enable(False)
    yield
    shop.enable(True)


def test_drafts_are_not_counted(shop, customer):
    shop.put(customer, 1, draft())
    shop.put(customer, 2)
    assert shop.total(customer) == ("2", 1)


def test_drafts_are_filtered_out_before_the_handler(shop, customer):
    shop.world.drain()
    for amount in (1, 2, 3):
        shop.put(customer, amount, draft())
    answer = shop.world.drain()
    assert answer["records"] == {"delivered": 0, "filtered": 3, "discarded": 0}
    assert answer["invocations"] == {"ok": 0, "failed": 0}


def test_drafts_are_told_why(shop, customer):
    order_id = shop.put(customer, 1, draft())
    shop.world.drain()
    records = shop.world.trace(shop.mapping)
    [record] = [record for record in records if record["keys"]["id"]["S"] == order_id]
    assert record["outcome"] == "filtered"
    assert f'dynamodb.Keys.id.S is "{order_id}"' in record["filter"]["why"][0]


@pytest.mark.parametrize("place", ["TRIM_HORIZON", "first"])
def test_records_that_come_again_change_nothing(shop, customer, place):
    for amount in (1, 2, 3):
        shop.put(customer, amount)
    assert shop.total(customer) == ("6", 3)
    first = {"sequence": shop.world.trace("totals")[0]["sequence"]}
    to = first if place == "first" else place
    shop.world.control.post(f"mappings/{shop.mapping}/rewind", to=to)
    assert shop.world.drain()["records"]["delivered"] >= 3
    shop.failures()
    assert shop.total(customer) == ("6", 3)


@pytest.fixture
def faults(shop):
    yield
    shop.world.clear_faults()


def test_a_write_that_fails_makes_no_difference(shop, customer, faults):
    shop.world.fail(operation="UpdateItem", table="Totals", error="InternalServerError")
    shop.put(customer, 1)
    assert shop.total(customer) == ("1", 1)
    [fault] = shop.world.faults()
    assert (fault["done"], fault["remaining"]) == (1, 0)


@pytest.mark.parametrize("effect", ["duplicate", "lose-checkpoint", "throttle"])
def test_what_goes_wrong_with_a_delivery_makes_no_difference(shop, customer, faults, effect):
    shop.world.fail(mapping="totals", effect=effect)
    shop.put(customer, 1)
    assert shop.total(customer) == ("1", 1)
    [fault] = shop.world.faults()
    assert (fault["effect"], fault["done"]) == (effect, 1)


def test_while_the_mapping_is_disabled_a_drain_says_so(shop, customer, disabled):
    shop.put(customer, 1)
    with pytest.raises(NotSettledError, match="1 pending: the mapping is disabled"):
        shop.world.drain(timeout_seconds=0)


def test_what_is_written_while_the_mapping_is_disabled_is_counted_later(shop, customer, disabled):
    shop.put(customer, 1)
    shop.enable(True)
    assert shop.total(customer) == ("1", 1)


def test_after_a_drain_the_mapping_has_caught_up(shop, customer):
    shop.put(customer, 1)
    shop.world.drain()
    [mapping] = shop.world.mappings()
    assert (mapping["mapping"], mapping["state"]) == (shop.mapping, "Enabled")
    assert mapping["caught_up"]
    assert mapping["shards"][0]["pending"] == 0


def test_nothing_about_the_mapping_looks_like_a_mistake(shop):
    assert "warnings" not in shop.world.control.get(f"mappings/{shop.mapping}")


def test_changes_of_an_order_come_in_their_order(shop, customer):
    order_id = str(uuid.uuid4())
    for amount in range(10):
        shop.put(customer, amount, order_id)
    shop.world.drain()
    records = shop.world.trace("totals")
    records = [record for record in records if record["keys"]["id"]["S"] == order_id]
    assert [record["event"] for record in records] == ["INSERT"] + ["MODIFY"] * 9
    assert [record["outcome"] for record in records] == ["delivered"] * 10


def test_nothing_is_lost_where_shards_give_way_to_others(shop, customer):
    for amount in (1, 2, 3):
        shop.put(customer, amount)
        shop.world.control.post("streams/roll", TableName="Orders")
    assert shop.total(customer) == ("6", 3)


def test_fifty_orders_take_few_invocations(shop, customer, disabled):
    for _ in range(2):
        shop.put_batch(customer, amount=1, count=25)
    shop.enable(True)
    answer = shop.world.drain()
    assert answer["records"]["delivered"] == 50
    assert answer["invocations"]["ok"] < 3
    assert shop.total(customer) == ("50", 50)


def test_another_world_knows_nothing_of_the_shop(shop, rivulet_world):
    assert rivulet_world.client("dynamodb").list_tables()["TableNames"] == []
    assert rivulet_world.mappings() == []


def test_a_world_can_begin_as_this_one_is(shop, customer, rivulet):
    name = f"shop-{shop.world.account}"
    shop.world.snapshot(name)
    other = Shop(rivulet.world(snapshot=name))
    other.put(customer, 5)
    assert other.total(customer) == ("5", 1)
    assert shop.total(customer) is None


def test_a_world_can_be_emptied(rivulet_world):
    sqs = rivulet_world.client("sqs")
    sqs.create_queue(QueueName="other")
    assert rivulet_world.reset()["queues"] == 1
    assert "QueueUrls" not in sqs.list_queues()
