import pytest

from polyglint.report.options import ReportOptions
from polyglint.report.output import write

pytest.register_assert_rewrite("tests.hook.report.browser")


@pytest.fixture(scope="package")
def browser(tmp_path_factory):
    from tests.hook.report.browser import started  # skips where there is no selenium

    driver = started(tmp_path_factory.mktemp("profile"))
    yield driver
    driver.quit()


@pytest.fixture
def open_report(browser, tmp_path):
    """Opens what is written to a path; at the end, nothing went wrong and nothing was fetched."""
    from tests.hook.report.browser import opened, requests

    path = tmp_path / "report.html"

    def run(written, width=1280, scheme="light"):
        written(path)
        return opened(browser, path, width, scheme)

    yield run
    assert browser.get_log("browser") == []
    assert set(requests(browser)) <= {path.as_uri(), "data:,"}


@pytest.fixture
def show(open_report):
    """Opens the report of a run."""

    def run(found, width=1280, scheme="light"):
        def written(path):
            write(found, ReportOptions(output_format="html", output=str(path)))

        return open_report(written, width, scheme)

    return run
