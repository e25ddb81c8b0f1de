package {{ .Package }}

{{ range .Methods }}
{{ if .Doc }}{{ .Doc | comment }}{{ end }}
{{ template "signature" . }}
{{ end }}

func {{ .Name }}() error {
	return nil
}
