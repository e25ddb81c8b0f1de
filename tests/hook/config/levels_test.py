import pytest

from polyglint.config.settings import Settings


@pytest.mark.parametrize(
    ("settings", "code", "severity"),
    [
        pytest.param(Settings(), "PG101", None, id="default"),
        pytest.param(Settings(select=("PG1",)), "PG101", None, id="selected"),
        pytest.param(Settings(select=("PG1",)), "PG205", "off", id="not selected"),
        pytest.param(Settings(ignore=("PG2",)), "PG205", "off", id="ignored"),
        pytest.param(Settings(ignore=("PG2",)), "PG101", None, id="another is ignored"),
        pytest.param(Settings(ignore=("PG2",), select=("PG205",)), "PG205", None, id="longer"),
        pytest.param(Settings(ignore=("PG205",), select=("PG2",)), "PG205", "off", id="longer off"),
        pytest.param(Settings(ignore=("PG2",), select=("PG2",)), "PG205", "off", id="a tie"),
        pytest.param(Settings(severity={"PG2": "warning"}), "PG205", "warning", id="prefix"),
        pytest.param(
            Settings(severity={"PG2": "off", "PG205": "error"}), "PG205", "error", id="long prefix"
        ),
        pytest.param(Settings(severity={"PG2": "warning"}), "PG101", None, id="another prefix"),
        pytest.param(Settings(warn_only=True), "PG101", "warning", id="warn only"),
        pytest.param(Settings(warn_only=True, ignore=("PG1",)), "PG101", "off", id="warn, off"),
    ],
)
def test_severity(settings, code, severity):
    assert settings.severity_of(code) == severity
