import type { Program } from './program.ts';

const NUMBERS = String.raw`\d{1,3}\.\d{1,3}\.\d{1,3}`;
/** A Go program keeps what the linker was told as a plain word between other constants. */
const GO_WORD = String.raw`(?<![\w.+/-])`;
const STAGE = String.raw`(?:-(?:alpha|beta|rc|ea)\.?\d{0,3})?`;

/** Words of equal length stand side by side in a Go program, without a gap; these are the neighbours that were seen. */
const ELASTIC: readonly RegExp[] = [
  /(?:setupTest |createplugin|m\.rate|enroll|\d\dPM)(\d{1,2}\.\d{1,2}\.\d{1,3})(?![\d.])/,
  /[A-Za-z]([5-9]\.\d{1,2}\.\d{1,3})(?=[A-Za-z])/,
];

/** Servers, proxies and what runs beside them. */
export const services: readonly Program[] = [
  {
    name: 'traefik',
    files: /^traefik$/,
    versions: [new RegExp(`${GO_WORD}v?(${NUMBERS}${STAGE})\\0`)],
  },
  { name: 'httpd', files: /^(?:httpd|apache2)$/, near: ['Apache/'], versions: [/Apache\/(\d\.\d{1,2}\.\d{1,3})/] },
  {
    name: 'haproxy',
    files: /^haproxy$/,
    near: ['Proxy version ', ', released 20'],
    versions: [
      /HA-?Proxy version (\d{1,2}\.\d{1,2}(?:\.\d{1,3}|-dev\d{1,3}))/,
      /(?<![\d.])(\d{1,2}\.\d{1,2}(?:\.\d{1,3}|-dev\d{1,3}))(?:-[0-9a-f]{6,12})?\0+HA-?Proxy version /,
      /version (\d{1,2}\.\d{1,2}(?:\.\d{1,3}|-(?:dev|rc)\d{1,3}))(?:-[0-9a-f]{6,12})?, released 20/,
    ],
  },
  {
    name: 'nginx',
    files: /^(?:nginx|openresty)$/,
    near: ['nginx version: ', 'nginx/'],
    versions: [/nginx version: [a-z]{1,20}\/(\d\.\d{1,3}\.\d{1,3})/, /\0nginx\/(\d\.\d{1,3}\.\d{1,3})\0/],
  },
  {
    name: 'nginx-ingress-controller',
    files: /^nginx-ingress-controller$/,
    versions: [new RegExp(`v(${NUMBERS}${STAGE})\\0`), new RegExp(`${GO_WORD}(${NUMBERS}${STAGE})\\0`)],
  },
  { name: 'lighttpd', files: /^lighttpd$/, near: ['lighttpd/'], versions: [/lighttpd\/(\d\.\d{1,2}\.\d{1,3})/] },
  {
    name: 'proftpd',
    files: /^proftpd$/,
    near: ['ProFTPD Version '],
    versions: [/ProFTPD Version (\d\.\d{1,2}\.\d{1,3}[a-z]?(?:rc\d{1,2})?)/],
  },
  {
    name: 'envoy',
    files: /^envoy$/,
    versions: [/\0(\d\.\d{1,2}\.\d{1,3}(?:-dev)?)\0/],
  },
  {
    name: 'helm',
    files: /^helm$/,
    versions: [new RegExp(`(?<![\\w.+/-])v(${NUMBERS}${STAGE})\\0`)],
    purl: 'golang/helm.sh/helm',
  },
  {
    name: 'consul',
    files: /^consul$/,
    versions: [
      /CONSUL_VERSION: (\d\.\d{1,2}\.\d{1,3}(?:-[\w.]{1,20})?)/,
      /GitDescribe=v?(\d\.\d{1,2}\.\d{1,3})/,
      new RegExp(`${GO_WORD}v?(${NUMBERS})\\0`),
    ],
    purl: 'golang/github.com/hashicorp/consul',
  },
  {
    // Words of equal length stand together in a Go program, in order and without a gap: what follows is known.
    name: 'github.com/hashicorp/vault',
    files: /^vault$/,
    near: ['123-abc', ')(nil))', '\nOptions: ', 'revoke1.', 'state1.'],
    versions: [
      /(?:[a-z]|%016x)(\d\.\d{1,2}\.\d{1,2}?(?:-(?:rc|beta)\d{1,2})?)(?=123-abc|\)\(nil\)\)|\n123-abc|\nOptions: )/,
      /(?:revoke|state)(1\.\d{1,2}\.\d{1,2}(?:-rc\d)?)(?![\d.])/,
    ],
    purl: 'golang/github.com/hashicorp/vault',
  },
  { name: 'pilot-discovery', files: /^pilot-discovery$/, versions: istio(), purl: 'generic/istio' },
  { name: 'pilot-agent', files: /^pilot-agent$/, versions: istio(), purl: 'generic/istio' },
  {
    name: 'grafana',
    files: /^grafana(?:-server|-cli)?$/,
    versions: [
      /release-(\d{1,2}\.\d{1,2}\.\d{1,3})/,
      /(?<![\w.+/-])(\d{1,2}\.\d{1,2}\.\d{1,3}(?:-(?:preview|test|beta\d{1,2}|\d{6,12})|\+security-\d\d)?)\0/,
    ],
  },
  {
    name: 'fluent-bit',
    files: /^fluent-bit$/,
    near: ['Fluent Bit v%s'],
    versions: [/\0(\d\.\d{1,2}\.\d{1,3})\0[^%]{0,8}(?:%s)?Fluent Bit v%s/],
    purl: 'github/fluent/fluent-bit',
  },
  ...['filebeat', 'metricbeat', 'heartbeat', 'packetbeat', 'auditbeat', 'winlogbeat', 'elastic-agent'].map(
    (name): Program => ({ name, files: new RegExp(`^${name}$`), versions: ELASTIC }),
  ),
];

/** Build status, version and what follows stand among the constants; the first of two versions is the hub's. */
function istio(): readonly RegExp[] {
  const version = String.raw`(\d\.\d{1,2}(?:\.\d{1,3})?(?:-(?:alpha|beta|rc)\.\d{1,3}|-dev)?)`;
  return [
    new RegExp(String.raw`\0go1\.\d{1,2}(?:\.\d{1,2})?\0+${version}\0`),
    new RegExp(String.raw`\0(?:Clean|Modified)\0+${version}\0`),
    new RegExp(String.raw`\0${version}\0{1,16}\x01\0`),
  ];
}
