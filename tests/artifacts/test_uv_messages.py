from __future__ import annotations

from pulumi_apigw.artifacts.platform import platform_of
from pulumi_apigw.artifacts.uv_messages import explain

UV_0_8 = """\
Using CPython 3.13.0
  \u00d7 No solution found when resolving dependencies:
  ╰─▶ Because alpha was not found in the cache and you require alpha==1.0, we can
      conclude that your requirements are unsatisfiable.

      hint: Packages were unavailable because the network was disabled. When
      the network is disabled, registry packages may only be read from the
      cache.
"""


def test_older_versions_of_uv_draw_a_tree_and_wrap_their_lines() -> None:
    assert explain(UV_0_8, platform_of("python3.13", "arm64")) == (
        "uv cannot install it: No solution found when resolving dependencies: Because alpha was not found in "
        "the cache and you require alpha==1.0, we can conclude that your requirements are unsatisfiable. "
        "Packages were unavailable because the network was disabled. When the network is disabled, registry "
        "packages may only be read from the cache. "
        "Unset UV_OFFLINE, or name a folder of wheels in UV_FIND_LINKS."
    )
