from tests.matrix.conftest import quiet, world

__all__ = ["quiet", "world"]
