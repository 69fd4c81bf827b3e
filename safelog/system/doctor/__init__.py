"""What on this computer protects the vault and what does not.

`facts` reads, thinly, and knows the systems. The rest is pure: from facts to findings, so that each
finding is tested for Linux, macOS and Windows on any of them. A finding is no promise: what cannot
be seen is said to be unknown.
"""

from safelog.system.doctor.examine import examine
from safelog.system.doctor.finding import Finding, State, serious

__all__ = ["Finding", "State", "examine", "serious"]
