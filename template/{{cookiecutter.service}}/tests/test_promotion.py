"""What `apigw promote dev prod` would do now: the feature goes to prod, and what belongs to a stage stays."""

import json
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pulumi_apigw.cli import main
from pulumi_apigw.config import load_config, stage_variables
from pulumi_apigw.releases import release_in_tree

SERVICE = Path(__file__).parents[1]
{% if cookiecutter.protocol == "websocket" %}
FEATURE, VALUES = "senders", {"hidden", "shown"}
{% else %}
FEATURE, VALUES = "pricing", {"list", "volume"}
{% endif %}


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """The config, beside the functions' own code: the libraries that are zipped with it are left out."""
    shutil.copytree(SERVICE / "src", tmp_path / "src")
    text = re.sub(r"\n *requirements: .*", "", (SERVICE / "api.yaml").read_text())
    (tmp_path / "api.yaml").write_text(text)
    return tmp_path / "api.yaml"


@pytest.fixture
def feature(config: Path) -> str:
    """The value that prod does not have."""
    (value,) = VALUES - {variables_of(config, "prod")[FEATURE]}
    return value


@pytest.fixture
def outputs(config: Path, feature: str) -> list[str]:
    """What `pulumi stack output --json` prints of a dev that runs with the feature, and of no prod at all."""
    dev, prod = config.with_name("dev.json"), config.with_name("prod.json")
    release = release_in_tree(load_config(config), "dev").to_data()
    dev.write_text(json.dumps({"release": {**release, "variables": {FEATURE: feature}}}))
    prod.write_text("{}")
    return ["--outputs", str(dev), "--outputs", f"prod={prod}"]


def promote(config: Path, *options: str) -> Result:
    arguments = ["promote", "dev", "prod", "--file", str(config), *options]
    return CliRunner(catch_exceptions=False).invoke(main, arguments)


def variables_of(config: Path, stage: str) -> dict[str, str]:
    return stage_variables(load_config(config).stage(stage), stage)


def test_nothing_speaks_against_a_promotion(config: Path, outputs: list[str]) -> None:
    before = config.read_bytes()
    checked = promote(config, *outputs, "--check")
    assert checked.exit_code == 2, checked.output  # there is something to promote
    assert config.read_bytes() == before


def test_a_promotion_carries_the_feature_and_leaves_what_belongs_to_the_stage(
    config: Path, outputs: list[str], feature: str
) -> None:
    before = variables_of(config, "prod")
    promoted = promote(config, *outputs, "--yes")
    assert promoted.exit_code == 0, promoted.output
    assert variables_of(config, "prod") == {**before, FEATURE: feature}
    assert promote(config, *outputs, "--check").exit_code == 0, "something is left to promote"


def test_a_promotion_pins_prod_to_what_dev_runs(config: Path, outputs: list[str]) -> None:
    promote(config, *outputs, "--yes")
    check = ["check", "--file", str(config), "--stage", "prod"]
    assert CliRunner().invoke(main, check).exit_code == 0
    code = next((config.parent / "src").rglob("api.py"))
    code.write_text(code.read_text() + "\n# changed after the promotion\n")
    refused = CliRunner().invoke(main, check)
    assert refused.exit_code == 1
    assert "the stage is pinned to release" in refused.output


def test_a_rollback_gives_prod_back_what_it_had(config: Path, outputs: list[str]) -> None:
    before = variables_of(config, "prod")
    promote(config, *outputs, "--yes")
    rolled_back = CliRunner().invoke(main, ["rollback", "prod", "--file", str(config), "--yes"])
    assert rolled_back.exit_code == 0, rolled_back.output
    assert variables_of(config, "prod") == before
