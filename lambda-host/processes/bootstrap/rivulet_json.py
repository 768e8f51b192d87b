"""Answers as AWS's runtime for Python writes them: JSON, but for what its encoder adds."""

import decimal
import json
import math
import re
import uuid

# A decimal is written with its own digits, which json has no way to say: a mark that no answer can
# have by chance stands in for it, until the text is there.
_MARK = uuid.uuid4().hex
_MARKED = re.compile('"{}:([^"]*)"'.format(_MARK))


def _stand_in(value):
    if isinstance(value, decimal.Decimal):
        return math.nan if value.is_nan() else "{}:{}".format(_MARK, value)
    if isinstance(value, bytes):
        return value.decode("utf-8")
    raise TypeError(
        "Object of type {} is not JSON serializable".format(type(value).__name__)
    )


def to_json(value, ensure_ascii):
    """Raises TypeError or ValueError for what has no such text."""
    text = json.dumps(value, default=_stand_in, ensure_ascii=ensure_ascii)
    return _MARKED.sub(r"\1", text) if _MARK in text else text
