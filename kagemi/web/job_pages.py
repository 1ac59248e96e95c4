"""How far a job is: a part of a page that asks again until it is over, and the button that ends it."""

import time

from starlette.exceptions import HTTPException
from starlette.responses import Response

from kagemi.web.jobs import Job
from kagemi.web.pages import Ask, Page, go, page


def job_of(ask: Ask) -> Job:
    """The job that a path names."""
    job = ask.desk.jobs.find(str(ask.path["job"]))
    if job is None:
        raise HTTPException(404)
    return job


def show(ask: Ask) -> Response:
    """The job as it is; once it is done, on to where its result is."""
    job = job_of(ask)
    job.seen = time.monotonic()
    over = job.is_over  # asked once: it may end while its page is drawn, and is then asked for again
    if over and job.status == "done" and job.then and (target := job.then(job)):
        return go(ask, target)
    template = "job_part.html.j2" if ask.is_htmx else "job.html.j2"
    return page(ask, template, values=job.view(job) if job.view else None, job=job, is_over=over)


def cancel(ask: Ask) -> Response:
    """Ask a job to end; what it found stays."""
    job = job_of(ask)
    ask.desk.jobs.cancel(job)
    ask.desk.note(ask.person.name, "cancel", job.title.template)
    return go(ask, f"/jobs/{job.id}") if not ask.is_htmx else show(ask)


PAGES = (
    Page("/jobs/{job}", show),
    Page("/jobs/{job}/cancel", cancel, "work", "POST"),
)
