"""The part of a page that shows a job."""

from pathlib import Path

from kagemi.domain.message import say
from kagemi.web.jobs import Job
from tests.web.page import Client
from tests.workspaces import canteen


def test_a_job_that_ends_while_its_page_is_drawn_is_asked_for_again(tmp_path: Path) -> None:
    def end(job: Job) -> dict[str, object]:
        job.status = "done"
        return {}

    client = Client(canteen(tmp_path / "ws"))
    job = Job("a_job", say("a test"), "test", "", status="running", view=end, then=lambda _: "/people")
    client.desk.jobs._jobs[job.id] = job
    assert 'hx-get="/jobs/a_job"' in client.get("/jobs/a_job").text
    assert client.get("/jobs/a_job").headers["Location"] == "/people"
