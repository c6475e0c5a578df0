"""Mapping templates: https://velocity.apache.org/engine/1.7/user-guide.html"""

from __future__ import annotations

from typing import Any

import pytest

from pulumi_apigw.local.rest.vtl import Members, UnsupportedTemplateError, render


def roots() -> dict[str, Any]:
    return {
        "context": {"stage": "dev", "count": 3, "empty": "", "off": False, "list": ["a", "b"]},
        "input": Members({"params": lambda name="": f"<{name}>"}, {"body": '{"a": 1}'}),
    }


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("plain # text, $ and $1 and #1", "plain # text, $ and $1 and #1"),
        ("$context.stage, ${context.stage}s, $!context.none.", "dev, devs, ."),
        ("$unknown ${unknown.part} $!unknown|", "$unknown ${unknown.part} |"),
        ("$context.list[1] $context.list.size() $context.list", 'b 2 ["a", "b"]'),
        ("$context['stage'] $context.get('stage')", "dev dev"),
        ("$input.params('x') $input.body", '<x> {"a": 1}'),
        ("#set($a = 'one')$a #set($a = \"two of $a\")$a", "one two of one"),
        ("#set($a = 'raw $context.stage')$a", "raw $context.stage"),
        ("a\n#set($a = 1)\nb", "a\nb"),
        ("## a remark\nx#* and\nanother *#y", "xy"),
        ("#if($context.stage == 'dev')yes#{else}no#end", "yes"),
        ('#if($context.stage != "dev")yes#else no#end', " no"),
        ("#if(false)a#elseif($context.count > 2)b#else c#end", "b"),
        ("#if($context.count >= 4 || !$context.none)either#end", "either"),
        ("#if($context.stage && $context.none)both#{else}not#end", "not"),
        ("#if($context.empty)an empty text is true#end", "an empty text is true"),
        ("#if($context.off)x#{else}false is not#end", "false is not"),
        ("#if(($context.count == 3) && true)#if(true)nested#end#end", "nested"),
        ('#if($context.stage.startsWith("d"))starts#end', "starts"),
        ("#if($context.none == '')x#{else}nothing is no text#end", "nothing is no text"),
        ("#if($context.none.method())x#{else}nothing has no methods#end", "nothing has no methods"),
        ("#set($a = 1)#set($a = $context.none)$a", "1"),
        ("$context.stage.toUpperCase().replaceAll('E', '-')", "D-V"),
    ],
)  # fmt: skip
def test_renders(template: str, expected: str) -> None:
    assert render(template, roots()) == expected


def test_an_assignment_changes_what_a_root_holds() -> None:
    values = roots()
    assert render("#set($context.responseOverride.header.X-Tag = 'a')#set($context.count = 4)", values) == ""
    assert values["context"]["responseOverride"] == {"header": {"X-Tag": "a"}}
    assert values["context"]["count"] == 4


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("a\n#foreach($x in $context.list)$x#end", r"^#foreach, in line 2 of the template$"),
        ("#macro(m)#end", r"^#macro, in line 1"),
        ("#if" + "(" * 5000, r"^expressions that are nested this deep$"),
        ("#set($a = 1 + 2)", r"^' \+ 2\)' where '\)' was expected"),
        ("#if(true)a", r"^#if without its #end"),
        ("a#end", r"^'#end' without its #if"),
        ("#set('a' = 1)", r"^#set without a reference"),
        ("#set($a = )", r"^'\)', in line 1"),
        ("#set($a = 'b)", r"^'b\)', in line 1"),
        ("#set($a.b() = 1)", r"^an assignment to \$a\.b\(\)$"),
        ("#set($context.stage.part = 1)", r"^an assignment to \$context\.stage\.part$"),
        ("$context.stage.reverse()", r"^the method \.reverse\(\)$"),
        ("$context.stage.equals()", r"^the method \.equals\(\) with these arguments$"),
        ("$context.stage.matches('[')", r"^the method \.matches\(\) with these arguments$"),
    ],
)
def test_names_what_it_does_not_know(template: str, message: str) -> None:
    with pytest.raises(UnsupportedTemplateError, match=message):
        render(template, roots())
