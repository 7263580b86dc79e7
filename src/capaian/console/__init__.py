"""Say results: tables for people, one JSON document for programs, from the same records.

Foreign text never meets markup: everything goes through `inert.for_terminal` and rich `Text`.
"""

from capaian.console.terminal import Terminal, plain

__all__ = ["Terminal", "plain"]
