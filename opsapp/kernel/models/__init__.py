"""Tables of the mechanisms."""

from opsapp.kernel.models.looks import Look, LookSeal
from opsapp.kernel.models.numbering import NumberSeries

__all__ = ["Look", "LookSeal", "NumberSeries"]
