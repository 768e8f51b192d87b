"""How random tests draw: from the same seed unless RIVULET_TEST_SEED says another one, so that a
commit passes or fails each time that it is tried. RIVULET_TEST_REQUESTS lengthens a run."""
import os

SEED = int(os.environ.get("RIVULET_TEST_SEED", 1))


def requests(usual):
    return int(os.environ.get("RIVULET_TEST_REQUESTS", usual))
