"""One shop for each worker, in a world of its own; tests keep apart by their customers."""

import uuid

import pytest
from shop import Shop


@pytest.fixture(scope="session")
def shop(rivulet):
    shop = Shop(rivulet.world())
    shop.deploy()
    return shop


@pytest.fixture
def customer():
    return str(uuid.uuid4())
