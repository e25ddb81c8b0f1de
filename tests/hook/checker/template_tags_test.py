import time

import pytest

from polyglint.checker.excuses import _errors
from polyglint.checker.template_tags import makes

HELM = """\
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ .Release.Name }}-config
  labels: {{- include "shop.labels" . | nindent 4 }}
{{- if .Values.extra }}
data:
  extra: {{ .Values.extra | quote }}
{{- end }}
"""
RAILS = """\
default: &default
  service: S3
  access_key_id: <%= ENV["KEY_ID"] %>
  region: <%= ENV.fetch("REGION") { "eu-west-1" } %>

<%= Rails.env %>:
  <<: *default
"""
ANSIBLE = """\
- name: write it
  template:
    src: a.j2
    dest: "{{ home }}/a"
  when: "{{ wanted }}"
"""
SQL = """\
SELECT id, {{ column }}
FROM {{ ref('orders') }}
{% if is_incremental() %}
WHERE day > '2020-01-01'
{% endif %}
"""
SHADER = """\
void main() {
{% for light in lights %}
    color += {{ light.color }};
{% endfor %}
}
"""
MODULE = """\
package {{ .Package }}

{{ range .Types }}
type {{ .Name }} struct {
    ID int
}
{{ end }}
"""
POLICY = """\
[
  {"action": "s3:GetObject", "resource": "${bucket}/*"}
  %{ if has_logs }
  , {"action": "logs:*", "resource": "*"}
  %{~ endif ~}
]
"""
PAGE = """\
<div class="a">
<p>{{ title }}</p>
<p>{{ body }}</p>
<b>and more</b>
</div>
"""


def made(text, language):
    return makes(text, [language], _errors)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        pytest.param(HELM, "YAML", id="Helm"),
        pytest.param(RAILS, "YAML", id="Rails"),
        pytest.param(ANSIBLE, "YAML", id="Ansible"),
        pytest.param("<%\n  a = 1\n  b = 2\n%>\n<%= { a => b }.to_yaml %>\n", "YAML", id="all ERB"),
        pytest.param(SQL, "SQL", id="SQL"),
        pytest.param(SHADER, "GLSL", id="shader"),
        pytest.param(MODULE, "Go", id="Go"),
        pytest.param('{"name": "{{ name }}",\n "n": {{ n }}}\n', "JSON", id="JSON"),
        pytest.param(POLICY, "JSON", id="Terraform"),
        pytest.param("{{ anything }}\nand more\n", "APL", id="no grammar"),
    ],
)
def test_made_by_a_template(text, language):
    assert made(text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        pytest.param(PAGE, "YAML", id="a page is no YAML, tags or not"),
        pytest.param(PAGE, "Go", id="a page is no Go"),
        pytest.param(SHADER, "Python", id="a shader is no Python"),
        pytest.param("a: 1\nb: 2\n", "YAML", id="no tags"),
        pytest.param("a: {{ b }}\n" + "x: 1\n" * 20, "YAML", id="few tags"),
        pytest.param("f({{ color: 'red' }});\n", "YAML", id="an object in an object"),
        pytest.param("int a[1][2] = {{1, 2}};\n", "YAML", id="an array of arrays"),
        pytest.param("%{if: 1}\n%{a: 2}\n%%{ if a }\n", "JSON", id="maps of Elixir"),
        pytest.param("", "YAML", id="empty"),
        pytest.param(PAGE, "Awk", id="a page, and no grammar to ask"),
        pytest.param("on: push\nenv:\n  a: ${{ b }}\n", "Awk", id="filled in when it is run"),
    ],
)
def test_not_made_by_a_template(text, language):
    assert not made(text, language)


@pytest.mark.parametrize(
    "part", ["{%", "{{", "{{ a", "<%", "{#", "%{ if", "{{/*", "{{ a }", "%}{%"]
)
def test_no_text_takes_long(part):
    began = time.process_time()
    makes(part * 100_000, ["YAML"], lambda *_: None)
    assert time.process_time() - began < 10
