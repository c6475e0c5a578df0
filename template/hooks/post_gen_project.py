"""Write the config's JSON Schema, which editors read, where pulumi-apigw is installed."""

import importlib.util
import subprocess
import sys

# `apigw schema` does the same; a plain `cookiecutter` may run where pulumi-apigw is not installed.
if importlib.util.find_spec("pulumi_apigw"):
    program = "from pulumi_apigw.cli import main; main()"
    command = [sys.executable, "-c", program, "schema", "--output", ".apigw/schema.json"]
    sys.exit(subprocess.run(command, check=False).returncode)
