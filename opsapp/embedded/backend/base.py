"""The ordinary PostgreSQL backend, which starts the embedded server at the first connection."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from django.db.backends.postgresql import base
from psycopg2 import connect
from psycopg2.errors import DuplicateDatabase, UniqueViolation

from opsapp.embedded.cluster import Cluster


class DatabaseWrapper(base.DatabaseWrapper):
    """Connects by the cluster's socket; makes the database of the project when it is missing."""

    _ensured: ClassVar[set[Path]] = set()

    def get_connection_params(self) -> dict[str, Any]:
        cluster = Cluster(self.settings_dict["CLUSTER"])
        if cluster.root not in self._ensured:
            cluster.ensure()
            self._ensured.add(cluster.root)
            _create_database(cluster, self.settings_dict["NAME"] or "")
        params: dict[str, Any] = super().get_connection_params()
        params["host"] = str(cluster.socket_dir)
        params["user"] = self.settings_dict["USER"] or "ops"
        return params


def _create_database(cluster: Cluster, name: str) -> None:
    if not name or name.startswith("test_"):
        return
    connection = connect(host=str(cluster.socket_dir), user="ops", dbname="postgres")
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1 from pg_database where datname = %s", [name])
            if cursor.fetchone() is None:
                cursor.execute(f'create database "{name}"')
    except (DuplicateDatabase, UniqueViolation):
        pass
    finally:
        connection.close()
