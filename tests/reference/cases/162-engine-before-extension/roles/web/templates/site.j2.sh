{% import 'macros.j2' as m %}
{% for host in groups['web'] | sort %}
{{ m.upstream(host, port=hostvars[host].port | default(8080)) }}
{% endfor %}
{% if tls.enabled %}
{{ m.tls(tls.certificate, tls.key) }}
{% endif %}
