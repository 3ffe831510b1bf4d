"""JSON alone, both ways: nothing else is read, and whatever was sent can be answered."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import IO, Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser
from rest_framework.renderers import JSONRenderer


class StrictJSON(JSONParser):
    """Reads standard JSON: no NaN, and no nesting deeper than it can follow."""

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """The document. Raises `ParseError`."""
        try:
            body = stream.read()
            return json.loads(body.decode("utf-8"), parse_constant=_refuse)
        except (ValueError, RecursionError) as wrong:
            raise ParseError from wrong


def _refuse(constant: str) -> None:
    raise ValueError(constant)


class PlainJSON(JSONRenderer):
    """Polish letters as they are; half a character, sent by a caller, goes back escaped."""

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """The answer as bytes."""
        try:
            return super().render(data, accepted_media_type, renderer_context)
        except UnicodeEncodeError:
            return json.dumps(data, cls=self.encoder_class).encode("ascii")
