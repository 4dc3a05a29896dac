"""Reading what families write: language, act, needs, danger, facts."""

import os
import sys
from pathlib import Path

_PROCESSOR = Path("/proc/cpuinfo")

if "numpy" not in sys.modules and _PROCESSOR.exists() and " avx2 " in _PROCESSOR.read_text():
    # The numpy that Rasa asks for carries an OpenBLAS that does not know newer processors and falls back to
    # kernels of twenty years ago; these take half the time. It has to be said before numpy is loaded.
    os.environ.setdefault("OPENBLAS_CORETYPE", "Haswell")
