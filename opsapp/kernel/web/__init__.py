"""What every screen shares: doors for views, answers, forms, paging, exports, the frame around a
page.
"""

from opsapp.kernel.web.answers import page, partial, said, say
from opsapp.kernel.web.decorators import reads, writes
from opsapp.kernel.web.requests import Request

__all__ = ["Request", "page", "partial", "reads", "said", "say", "writes"]
