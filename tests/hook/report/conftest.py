import pytest

from polyglint.report.output import write

pytest.register_assert_rewrite("tests.hook.report.browser")


@pytest.fixture(scope="package")
def browser(tmp_path_factory):
    from tests.hook.report.browser import started  # skips where there is no selenium

    driver = started(tmp_path_factory.mktemp("profile"))
    yield driver
    driver.quit()


@pytest.fixture
def show(browser, tmp_path):
    """Opens the report of a run; at the end, nothing went wrong in it and nothing was fetched."""
    from tests.hook.report.browser import opened, requests

    path = tmp_path / "report.html"

    def run(found, width=1280, scheme="light"):
        write(found, output_format="html", output=str(path))
        return opened(browser, path, width, scheme)

    yield run
    assert browser.get_log("browser") == []
    assert set(requests(browser)) <= {path.as_uri(), "data:,"}
