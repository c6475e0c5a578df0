"""Every gate that compares releases, passing and refusing, with the whole of what it says."""

from __future__ import annotations

import pytest

from pulumi_apigw.promotion import Deployments, Promotion

from .cases import Case, Cases, check_passed, check_refused, committed
from .conftest import Service

REFUSED, PASSED = Cases(), Cases()


def changed_since(service: Service, commit: str | None) -> Promotion:
    deployed = service.deployments(service.deployed("dev", commit=commit))
    (service.folder / "src" / "app.py").write_text("def handler(event, context):\n    return []\n")
    service.replace("POST /items: {", "GET /new: {authorizer: none}\n      POST /items: {")
    service.commit()
    return service.promote(deployed=deployed)


@REFUSED.case(
    "files",
    "The files here give release 'TREE', which differs in apis.public, functions.api.",
    "Check out what 'dev' runs (git checkout 0123456789ab), or deploy and test these files first: "
    "pulumi up --stack dev",
)
def files_changed_since(service: Service) -> Promotion:
    return changed_since(service, "0123456789abcdef0123456789abcdef01234567")


@REFUSED.case(
    "files",
    "The files here give release 'TREE', which differs in apis.public, functions.api.",
    "Deploy and test these files first: pulumi up --stack dev",
)
def files_changed_since_no_commit(service: Service) -> Promotion:
    return changed_since(service, None)


PATCHES_FIX = "Patch both stages alike, or put what differs into a stage variable."


@REFUSED.case(
    "patches",
    "'prod' would not run that release, but 'PROD': patches change "
    'apis.public.routes["GET /beta"].authorizer (api.yaml:24), functions.api.runtime (api.yaml:25).',
    PATCHES_FIX,
)
def patch_of_the_target(service: Service) -> Promotion:
    patch = """\
    patch:
      apis:
        public:
          throttle: {rate_limit: 7}
          routes:
            GET /beta: {authorizer: none}
      functions: {api: {runtime: python3.12, memory_mb: 512}}
"""
    service.write(service.file.read_text() + patch)
    return committed(service)


@REFUSED.case(
    "patches",
    "'prod' would not run that release, but 'PROD': patches change apis.public.cors.allow_origins[0] "
    "(Pulumi.prod.yaml:4).",
    PATCHES_FIX,
)
def patch_of_the_targets_stack(service: Service) -> Promotion:
    patch = 'config:\n  apigw:patch:\n    apis: {public: {\n      cors: {allow_origins: ["https://x.example"]}}}\n'
    (service.folder / "Pulumi.prod.yaml").write_text(patch)
    return committed(service)


@REFUSED.case(
    "patches",
    "'prod' would not run that release, but 'PROD': patches change apis.public.defaults.timeout_ms "
    "(api.yaml:17).",
    PATCHES_FIX,
)
def patch_of_the_source(service: Service) -> Promotion:
    service.replace(
        "table: orders-dev}\n",
        "table: orders-dev}\n    patch: {apis: {public: {defaults: {timeout_ms: 5000}}}}\n",
    )
    return committed(service)


@PASSED.case("patches", "No patch makes another release for 'prod'.")
def patch_of_what_belongs_to_the_stage(service: Service) -> Promotion:
    patch = "    patch: {apis: {public: {throttle: {rate_limit: 7}}}, functions: {api: {memory_mb: 512}}}\n"
    service.write(service.file.read_text() + patch)
    return committed(service)


UNKNOWN = (
    "It is not known what 'prod' runs, and so not what breaks its callers: "
    "Pulumi is not installed. Install it."
)


@REFUSED.case("target", UNKNOWN, "To promote it unseen, give --allow-breaking.")
def target_not_known(service: Service) -> Promotion:
    return service.promote(deployed=service.deployments(prod="Pulumi is not installed. Install it."))


@PASSED.case("target", f"{UNKNOWN} That is allowed (--allow-breaking).")
def target_not_known_and_allowed(service: Service) -> Promotion:
    unknown = service.deployments(prod="Pulumi is not installed. Install it.")
    return service.promote(deployed=unknown, allow_breaking=True)


@REFUSED.case(
    "target",
    "prod.json: this is the service 'shop', and not 'orders'.",
    "Give what the stack of 'orders' exports.",
)
def target_of_another_service(service: Service) -> Promotion:
    return service.promote(deployed=service.deployments(service.deployed("prod", service="shop")))


@PASSED.case(
    "target",
    "'prod' runs release 'aaaaaaaaaaaa' (prod.json). It is pinned to '0123456789ab': that is not deployed "
    "yet, or this was told before it was.",
)
def target_that_runs_another_release_than_its_own(service: Service) -> Promotion:
    service.replace("prod: # with care\n", "prod: # with care\n    release: '0123456789ab'\n")
    service.commit()
    return service.promote(deployed=service.deployments(service.deployed("prod", id="aaaaaaaaaaaa")))


def breaks(service: Service) -> Deployments:
    prod = service.deployed("prod")
    service.replace("      GET /items: {authorizer: none}\n", "")
    service.commit()
    return service.deployments(prod)


@REFUSED.case(
    "breaking",
    "1 change breaks callers of 'prod':\n  apis.public.routes[\"GET /items\"]: GET /items is gone.",
    "If its callers know, give --allow-breaking.",
)
def route_removed(service: Service) -> Promotion:
    return service.promote(deployed=breaks(service))


@PASSED.case(
    "breaking",
    "1 change breaks callers of 'prod', which is allowed (--allow-breaking):\n"
    '  apis.public.routes["GET /items"]: GET /items is gone.',
)
def route_removed_and_allowed(service: Service) -> Promotion:
    return service.promote(deployed=breaks(service), allow_breaking=True)


@pytest.mark.parametrize("case", REFUSED.values(), ids=REFUSED)
def test_refused(case: Case, service: Service) -> None:
    check_refused(case, service)


@pytest.mark.parametrize("case", PASSED.values(), ids=PASSED)
def test_passed(case: Case, service: Service) -> None:
    check_passed(case, service)
