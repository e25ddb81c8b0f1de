import time

import pytest

from polyglint.linguist.claim import claim
from polyglint.linguist.conventions import CONVENTIONS, allowed
from polyglint.linguist.languages import languages

AVAHI = '<?xml version="1.0"?>\n<service-group>\n</service-group>\n'
PEM = "-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEA\n-----END RSA PRIVATE KEY-----\n"
LINKER = "/* two banks */\nOUTPUT_ARCH(mips)\nSECTIONS\n{\n}\n"


@pytest.mark.parametrize(
    ("path", "text", "found"),
    [
        pytest.param("avahi/ssh.service", AVAHI, "XML", id="Avahi"),
        pytest.param("ssh.service", "[Unit]\n", "", id="systemd"),
        pytest.param("board/boot.cmd", "setenv bootargs\n", "Shell", id="U-Boot"),
        pytest.param("a/uboot-env.cmd", "\n", "Shell", id="U-Boot, another name"),
        pytest.param("build.cmd", "@echo off\n", "", id="a batch file"),
        pytest.param("ldscripts/elf.xbn", LINKER, "Linker Script", id="linker script"),
        pytest.param("a.xml", "<a/>\n", "", id="no linker script"),
        pytest.param("pkcs8.p8", PEM, "Public Key", id="key"),
        pytest.param("a/.nycrc", "all: true\n", "JSON YAML JavaScript", id="settings"),
        pytest.param(".bashrc", "alias a=b\n", "", id="no settings of these"),
        pytest.param("App.plist.cmake", "", "OpenStep Property List XML Property List", id="cmake"),
        pytest.param("version.py.in", "", "Python", id="in"),
        pytest.param("a.desktop.cmake.in", "", "desktop", id="cmake.in"),
        pytest.param("Dockerfile.in", "", "Dockerfile", id="file name"),
        pytest.param("FindX.cmake", "", "", id="CMake itself"),
        pytest.param("main.py", "x = 1\n", "", id="none"),
    ],
)
def test_allowed(path, text, found):
    assert " ".join(allowed(path, text)) == found


def test_a_claim_allows_what_is_customary_beside_settings():
    found = claim("a.service", AVAHI, {}, ("Text",))
    assert (found.besides, found.customary) == (("Text",), ("XML",))
    assert {"Text", "XML"} < {*found.allowed}


def test_conventions_have_reasons_and_name_languages_of_linguist():
    assert all(row.reason.strip() and row.languages for row in CONVENTIONS)
    assert {name for row in CONVENTIONS for name in row.languages} <= languages().keys()


@pytest.mark.parametrize("path", ["boot" * 20_000, "a" + "-" * 80_000, "." * 80_000 + "x"])
def test_no_path_takes_long(path):
    began = time.process_time()
    allowed(path, "-----BEGIN " + "A " * 40_000)
    assert time.process_time() - began < 2
