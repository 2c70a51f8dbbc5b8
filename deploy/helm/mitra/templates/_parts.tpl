{{- define "mitra.name" -}}
{{- if contains .Chart.Name .Release.Name }}{{ .Release.Name | trunc 50 | trimSuffix "-" }}{{ else }}{{ printf "%s-%s" .Release.Name .Chart.Name | trunc 50 | trimSuffix "-" }}{{ end }}
{{- end }}

{{- define "mitra.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "mitra.labels" -}}
{{ include "mitra.selector" . }}
app.kubernetes.io/version: {{ .Values.image.tag | default .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end }}

{{- define "mitra.secretName" -}}
{{- if .Values.existingSecret }}{{ .Values.existingSecret }}{{ else }}{{ include "mitra.name" . }}{{ end }}
{{- end }}

{{- /* What all pods have in common: whose image, no rights, nothing written but /tmp. */}}
{{- define "mitra.pod" -}}
automountServiceAccountToken: false
enableServiceLinks: false
# A send in flight is recorded within 25 seconds, and the drain is over then, too.
terminationGracePeriodSeconds: 35
securityContext:
  runAsNonRoot: true
  # The image's user "node", as a number, because a name cannot be seen not to be root.
  runAsUser: 1000
  runAsGroup: 1000
  seccompProfile: { type: RuntimeDefault }
{{- with .Values.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
volumes:
  - name: tmp
    emptyDir: { sizeLimit: 64Mi }
  {{- /* It outlives a container that fails, not its pod. */}}
  - name: state
    emptyDir: { sizeLimit: 64Mi }
  {{- with .Values.volumes }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end }}

{{- define "mitra.container" -}}
image: "{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}"
imagePullPolicy: {{ .Values.image.pullPolicy }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: { drop: [ALL] }
volumeMounts:
  - name: tmp
    mountPath: /tmp
  - name: state
    mountPath: /var/lib/mitra
  {{- with .Values.volumeMounts }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
envFrom:
  - secretRef: { name: {{ include "mitra.secretName" . }} }
env:
  # Kubernetes sets HOSTNAME to the pod's name; here it is where the server listens.
  - name: HOSTNAME
    value: "0.0.0.0"
  - name: PORT
    value: "3000"
  - name: NEXTAUTH_URL
    value: {{ required "url: the address people type" .Values.url | quote }}
  - name: DOKU_ENVIRONMENT
    value: {{ .Values.environment | quote }}
  - name: TRUSTED_PROXIES
    value: {{ .Values.trustedProxies | quote }}
  - name: MITRA_DRAIN_SECONDS
    value: {{ .Values.server.drainSeconds | quote }}
  {{- range $name, $value := .Values.settings }}
  - name: {{ $name }}
    value: {{ $value | quote }}
  {{- end }}
{{- end }}

{{- /* Pods are replaced when the Secret of this chart changes; of another one nothing is known here. */}}
{{- define "mitra.annotations" -}}
{{- if not .Values.existingSecret }}
annotations:
  checksum/secret: {{ toYaml .Values.secret | sha256sum }}
{{- end }}
{{- end }}

{{- /* One of each on different machines where there are several. Called with the root and the component. */}}
{{- define "mitra.spread" -}}
topologySpreadConstraints:
  - maxSkew: 1
    topologyKey: kubernetes.io/hostname
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels:
        {{- include "mitra.selector" .root | nindent 8 }}
        app.kubernetes.io/component: {{ .component }}
{{- end }}
