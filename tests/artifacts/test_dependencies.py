from __future__ import annotations

import hashlib
import threading
import zipfile
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from pulumi_apigw.artifacts import Artifact
from pulumi_apigw.errors import ArtifactError

Pack = Callable[..., Artifact]
MakeWheel = Callable[..., Path]


def contents(artifact: Artifact) -> dict[str, str]:
    with zipfile.ZipFile(artifact.path) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


@pytest.fixture
def requirements(tmp_path: Path) -> Path:
    return tmp_path / "requirements.txt"


def test_dependencies_join_the_source_without_scripts_and_records(
    wheel: MakeWheel, pack: Pack, requirements: Path
) -> None:
    wheel("alpha", "1.0", needs=["beta>=1"], files=["alpha/__pycache__/__init__.cpython-313.pyc"])
    wheel("beta", "2.0", files=["bin_like/__init__.py"])
    requirements.write_text("alpha==1.0\nbeta==2.0 ; python_version >= '3.13'\n")
    assert sorted(contents(pack(requirements=requirements))) == [
        *(
            "alpha-1.0.dist-info/METADATA",
            "alpha-1.0.dist-info/WHEEL",
            "alpha-1.0.dist-info/entry_points.txt",
        ),
        "alpha/__init__.py",
        *("beta-2.0.dist-info/METADATA", "beta-2.0.dist-info/WHEEL", "beta-2.0.dist-info/entry_points.txt"),
        *("beta/__init__.py", "bin_like/__init__.py", "orders/api.py"),
    ]


@pytest.mark.parametrize(
    ("runtime", "architecture", "expected"),
    [
        ("python3.13", "arm64", "cp313-cp313-manylinux_2_34_aarch64"),
        ("python3.13", "x86_64", "cp313-cp313-manylinux_2_28_x86_64"),
        ("python3.11", "arm64", "cp311-cp311-manylinux_2_17_aarch64"),
    ],
)
def test_wheels_are_those_of_the_functions_platform(
    runtime: str, architecture: str, expected: str, wheel: MakeWheel, pack: Pack, requirements: Path
) -> None:
    for tag in (
        *("cp313-cp313-manylinux_2_34_aarch64", "cp313-cp313-manylinux_2_28_x86_64", "cp313-cp313-win_amd64"),
        *("cp311-cp311-manylinux_2_17_aarch64", "cp311-cp311-manylinux_2_28_aarch64"),
        *("cp313-cp313-macosx_11_0_arm64", "cp313-cp313-manylinux_2_39_x86_64"),
    ):
        wheel("native", "1.0", tag)
    requirements.write_text("native==1.0\n")
    made = pack(requirements=requirements, runtime=runtime, architecture=architecture)
    assert contents(made)["native/__init__.py"] == f"TAG = {expected!r}\n"


def test_a_package_with_wheels_for_another_platform_only_is_refused(
    wheel: MakeWheel, pack: Pack, requirements: Path
) -> None:
    wheel("native", "1.0", "cp313-cp313-manylinux_2_28_aarch64")
    requirements.write_text("native==1.0\n")
    pack(requirements=requirements, architecture="arm64")
    with pytest.raises(ArtifactError) as caught:
        pack(requirements=requirements, architecture="x86_64")
    assert str(caught.value) == (
        f"{requirements}: native 1.0 has no wheel for python3.13 on x86_64 (x86_64-manylinux_2_34), and "
        "packages are not built on this computer. Wheels are available for `native` (v1.0) on the following "
        "platform: `manylinux_2_28_aarch64`. Choose another version or architecture, or build that wheel and "
        "name its folder in UV_FIND_LINKS."
    )


def test_hashes_are_respected(wheel: MakeWheel, pack: Pack, requirements: Path) -> None:
    path = wheel("alpha", "1.0")
    right = hashlib.sha256(path.read_bytes()).hexdigest()
    requirements.write_text(f"alpha==1.0 \\\n    --hash=sha256:{right}\n")
    pack(requirements=requirements)
    requirements.write_text(f"alpha==1.0 --hash=sha256:{'0' * 64}\n")
    with pytest.raises(ArtifactError, match=r"uv cannot install it: .*alpha==1\.0.*: Hash mismatch"):
        pack(requirements=requirements)


def test_versions_left_open_are_an_error_that_gives_the_pins(
    wheel: MakeWheel, pack: Pack, requirements: Path
) -> None:
    wheel("alpha", "1.0", needs=["beta", "gamma_x"])
    wheel("beta", "2.0")
    wheel("gamma_x", "3.0")
    requirements.write_text("alpha==1.0\nbeta>=2\n")
    with pytest.raises(ArtifactError) as caught:
        pack(requirements=requirements)
    assert str(caught.value) == (
        f"{requirements} leaves versions open, so the zip would change whenever one is released. "
        "Add: beta==2.0 gamma-x==3.0; or let uv write the list: "
        "uv pip compile requirements.in -o requirements.txt"
    )
    requirements.write_text("alpha==1.0\nbeta==2.0\nGamma.X==3.0\n")
    pack(requirements=requirements)


def test_a_file_in_source_and_dependency_is_an_error_that_names_both(
    source: Path, wheel: MakeWheel, pack: Pack, requirements: Path
) -> None:
    wheel("alpha", "1.0", files=["orders/api.py"])
    requirements.write_text("alpha==1.0\n")
    with pytest.raises(ArtifactError) as caught:
        pack(requirements=requirements)
    assert str(caught.value) == (
        f"{source}/orders/api.py: alpha 1.0, a dependency, has a file of this name too. "
        "Rename yours, or leave one of the two out."
    )


def test_exclude_reaches_into_dependencies(wheel: MakeWheel, pack: Pack, requirements: Path) -> None:
    wheel("alpha", "1.0", files=["alpha/data/big.json"])
    requirements.write_text("alpha==1.0\n")
    assert "alpha/data/big.json" not in contents(pack(requirements=requirements, exclude=["alpha/data/"]))


def test_a_uv_lock_gives_its_projects_dependencies_without_groups(
    tmp_path: Path, wheel: MakeWheel, pack: Pack, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = {name: wheel(name, "1.0") for name in ("alpha", "linter")}
    project = tmp_path / "service"
    project.mkdir()
    (project / "pyproject.toml").write_text(
        '[project]\nname = "service"\nversion = "0"\nrequires-python = ">=3.13"\ndependencies = ["alpha"]\n'
        '[dependency-groups]\ndev = ["linter"]\n'
    )
    packages = "".join(
        f'[[package]]\nname = "{name}"\nversion = "1.0"\nsource = {{ registry = "{path.parent}" }}\n'
        f'wheels = [{{ path = "{path}" }}]\n'
        for name, path in paths.items()
    )
    (project / "uv.lock").write_text(
        f'version = 1\nrequires-python = ">=3.13"\n{packages}'
        '[[package]]\nname = "service"\nversion = "0"\nsource = { virtual = "." }\n'
        'dependencies = [{ name = "alpha" }]\n'
        '[package.dev-dependencies]\ndev = [{ name = "linter" }]\n'
    )
    monkeypatch.chdir(tmp_path)  # a relative path of the lock and of the build folder, as in a config
    made = pack(requirements=Path("service/uv.lock"), build_dir=Path("build"))
    assert {name.split("/")[0] for name in contents(made)} == {"alpha", "alpha-1.0.dist-info", "orders"}


def test_no_network_is_said_with_the_address(
    wheelhouse: Path, pack: Pack, requirements: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("UV_NO_INDEX")
    monkeypatch.setenv("UV_DEFAULT_INDEX", "http://127.0.0.1:9/simple")
    monkeypatch.setenv("UV_HTTP_RETRIES", "0")
    requirements.write_text("alpha==1.0\n")
    with pytest.raises(ArtifactError) as caught:
        pack(requirements=requirements)
    assert str(caught.value).startswith(f"{requirements}: cannot fetch http://127.0.0.1:9/simple/alpha/ (")
    assert str(caught.value).endswith(
        "Check the network and the proxy, or name an index that can be reached in UV_DEFAULT_INDEX."
    )


def test_uv_that_may_not_use_the_network_is_said_with_the_setting(
    wheelhouse: Path, pack: Pack, requirements: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("UV_NO_INDEX")
    monkeypatch.setenv("UV_OFFLINE", "1")
    requirements.write_text("alpha==1.0\n")
    with pytest.raises(ArtifactError) as caught:
        pack(requirements=requirements)
    assert str(caught.value) == (
        f"{requirements}: uv cannot install it: No solution found when resolving dependencies: "
        "Because alpha was not found in the cache and you require alpha==1.0, we can conclude that your "
        "requirements are unsatisfiable. Packages were unavailable because the network was disabled. When "
        "the network is disabled, registry packages may only be read from the cache. "
        "Unset UV_OFFLINE, or name a folder of wheels in UV_FIND_LINKS."
    )


def test_an_index_that_wants_credentials_is_said_with_what_it_answered(
    wheelhouse: Path, pack: Pack, requirements: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Locked(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(401)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None: ...

    monkeypatch.delenv("UV_NO_INDEX")
    requirements.write_text("alpha==1.0\n")
    with ThreadingHTTPServer(("127.0.0.1", 0), Locked) as index:
        threading.Thread(target=index.serve_forever, args=(0.01,)).start()
        monkeypatch.setenv("UV_DEFAULT_INDEX", f"http://127.0.0.1:{index.server_port}/simple")
        with pytest.raises(ArtifactError, match=r"401 Unauthorized\)\. Correct the credentials, or name"):
            pack(requirements=requirements)
        index.shutdown()


def test_a_folder_is_never_built_on_the_laptop(
    wheelhouse: Path, pack: Pack, requirements: Path, tmp_path: Path
) -> None:
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "pyproject.toml").write_text('[project]\nname = "lib"\nversion = "1.0"\n')
    requirements.write_text("./lib\n")
    with pytest.raises(ArtifactError) as caught:
        pack(requirements=requirements)
    assert str(caught.value) == (
        f"{requirements}: uv cannot install it: Building source distributions is disabled, but attempted to "
        "build `lib`. Build a wheel of it, and name that in the file."
    )


def test_a_package_that_is_nowhere_is_an_error(wheelhouse: Path, pack: Pack, requirements: Path) -> None:
    requirements.write_text("alpha==1.0\n")
    with pytest.raises(ArtifactError, match=r"uv cannot install it: .*Because alpha was not found"):
        pack(requirements=requirements)


def test_requirements_of_another_language_or_architecture_are_an_error(
    pack: Pack, requirements: Path
) -> None:
    requirements.write_text("alpha==1.0\n")
    with pytest.raises(ArtifactError) as caught:
        pack(requirements=requirements, runtime="nodejs22.x")
    assert str(caught.value) == (
        "requirements cannot be installed for runtime 'nodejs22.x': only Python's are known. "
        "Leave requirements out and put what the function needs into its source folder."
    )
    with pytest.raises(ArtifactError, match=r"there is no architecture 'arm'\. Accepted: arm64, x86_64\."):
        pack(requirements=requirements, architecture="arm")


def test_progress_is_reported_and_only_when_something_is_done(
    source: Path, wheel: MakeWheel, pack: Pack, requirements: Path
) -> None:
    wheel("alpha", "1.0")
    requirements.write_text("alpha==1.0\n")
    said: list[str] = []
    pack(requirements=requirements, report=said.append)
    assert said == [
        f"Installing {requirements} for python3.13 on arm64 …",
        f"Packed {source}: 5 files, 0.0 MB.",
    ]
    said.clear()
    pack(requirements=requirements, report=said.append)
    assert said == []
