"""Background jobs on the Django tasks API: `job` declares one, `enqueue` asks for it after the commit."""

from caunoi.kit.queue.jobs import enqueue, job, jobs, periodic, periodics

__all__ = ["enqueue", "job", "jobs", "periodic", "periodics"]
