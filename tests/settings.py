"""The house under test: a home of its own, real secrets, mail kept in memory.

pytest-django reads the settings before any conftest, so the environment is made here.
"""

import os
import tempfile
from pathlib import Path

HOME = Path(tempfile.mkdtemp(prefix="caunoi-test-"))
(HOME / "static").mkdir()  # WhiteNoise warns of a missing folder, and warnings are errors
os.environ["CAUNOI_HOME"] = str(HOME)
os.environ.setdefault("CAUNOI_SECRET_KEY", "tests-only-" + "x" * 50)
os.environ.setdefault("CAUNOI_FIELD_KEY", "5hfz0Cz0h9sYtGm8nVv6m0yR1pQ3w2e4r5t6y7u8i9o=")
os.environ.setdefault("CAUNOI_RECEIPT_PEPPER", "tests-only-" + "p" * 50)
os.environ["CAUNOI_EMAIL_URL"] = "memory://"
os.environ["CAUNOI_LOG_LEVEL"] = "ERROR"

from caunoi.conf.settings import *  # noqa: E402, F403

if DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":  # noqa: F405
    # Nothing of a test outlives a power cut.
    DATABASES["default"]["OPTIONS"] = {"options": "-c synchronous_commit=off"}  # noqa: F405
