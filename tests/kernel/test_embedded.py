"""The embedded server: what cannot be waited for is said, not waited for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from opsapp.embedded import cluster
from opsapp.embedded.cluster import Cluster, ClusterError


def test_a_running_server_whose_socket_is_gone_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = Cluster(tmp_path)
    own.data.mkdir(parents=True, exist_ok=True)
    (own.data / "postmaster.pid").write_text(f"{os.getpid()}\n")
    monkeypatch.setattr(cluster, "START_SECONDS", 0)
    monkeypatch.setattr(Cluster, "_is_our_server", lambda *_: True)
    with pytest.raises(ClusterError, match="db stop"):
        own._start()
