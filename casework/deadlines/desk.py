"""The work of deadlines that runs beside the pages."""

from casework.deadlines.recounting import TASK, recount_in_job
from workspace import jobs

jobs.register(TASK, recount_in_job)
