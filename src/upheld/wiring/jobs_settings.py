"""How background jobs are run; imported by the settings."""

import os

JOBS_COMMAND = ["jobs"]
"""What `upheld serve` starts beside the pages."""
JOB_THREADS = int(os.environ.get("UPHELD_JOB_THREADS", "2"))
"""Jobs done at once; one is enough, two keep short ones from waiting behind a long one."""
